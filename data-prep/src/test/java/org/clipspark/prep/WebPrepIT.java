package org.clipspark.prep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.spark.sql.Row;
import org.clipspark.prep.fetch.FetchConfig;
import org.clipspark.prep.fetch.FetchSettings;
import org.clipspark.prep.fetch.Replies;
import org.clipspark.prep.fetch.WebServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables of addresses to shards, against a web server that behaves as the web does. */
class WebPrepIT {
    private static final String[] KEPT = {"stage={rowsPerPart: 7, keep: true}", "split.validationFraction=0.0"};

    @TempDir
    static Path shared;

    private static PrepRuns runs;

    @TempDir
    Path folder;

    private WebServer server = WebServer.start();
    private final AtomicBoolean isRepaired = new AtomicBoolean();

    @BeforeAll
    static void begin() {
        runs = new PrepRuns(shared);
    }

    @BeforeEach
    void serve() {
        for (int i = 0; i < 30; i++) {
            server.on("good.test", "/" + i + ".jpg", Replies.ok("image/jpeg", SmallSources.jpeg(i, 40, 30)));
        }
        server.on("good.test", "/robots.txt", Replies.status(404));
        server.on("strict.test", "/robots.txt", Replies.text("User-agent: *\nDisallow: /private/\n"));
        server.on("strict.test", "/private/0.jpg", Replies.ok("image/jpeg", SmallSources.jpeg(1, 40, 30)));
        server.on("strict.test", "/public/0.jpg", Replies.ok("image/jpeg", SmallSources.jpeg(2, 40, 30)));
        server.on("bad.test", "/robots.txt", Replies.status(404));
        server.on("bad.test", "/page.jpg", Replies.ok("image/jpeg", "<html>".getBytes(StandardCharsets.UTF_8)));
        server.on("bad.test", "/cut.jpg", Replies.ok("image/jpeg", half(SmallSources.jpeg(4, 40, 30))));
        server.on("bad.test", "/in.jpg", Replies.redirect("http://169.254.169.254/latest/meta-data"));
        server.on("bad.test", "/loop.jpg", Replies.redirect("http://bad.test/loop.jpg"));
        byte[] picture = SmallSources.jpeg(5, 40, 30);
        server.on("bad.test", "/noai.jpg", Replies.ok("image/jpeg", picture, "X-Robots-Tag: noai"));
        server.on("bad.test", "/tdm.jpg", Replies.ok("image/jpeg", picture, "tdm-reservation: 1"));
        for (int i = 0; i < 3; i++) {
            WebServer.Reply image = Replies.ok("image/jpeg", SmallSources.jpeg(40 + i, 40, 30));
            server.on(
                    "ill.test",
                    "/" + i + ".jpg",
                    exchange -> (isRepaired.get() ? image : Replies.status(503)).write(exchange));
        }
        server.on("ill.test", "/robots.txt", Replies.status(404));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static byte[] half(byte[] bytes) {
        return java.util.Arrays.copyOf(bytes, bytes.length / 2);
    }

    private Path table() throws IOException {
        List<String> lines = new ArrayList<>(List.of("url\tcaption"));
        for (int i = 0; i < 30; i++) {
            lines.add("http://good.test/" + i + ".jpg\tpicture " + i);
        }
        lines.add("http://good.test/0.jpg\t");
        lines.add("http://good.test/missing.jpg\tgone");
        lines.add("http://strict.test/private/0.jpg\tprivate");
        lines.add("http://strict.test/public/0.jpg\tpublic");
        for (String name : List.of("page", "cut", "in", "loop", "noai", "tdm")) {
            lines.add("http://bad.test/" + name + ".jpg\t" + name);
        }
        lines.add("http://127.0.0.1:1/x.jpg\tinside");
        lines.add("ftp://good.test/1.jpg\tother scheme");
        for (int i = 0; i < 3; i++) {
            lines.add("http://ill.test/" + i + ".jpg\till " + i);
        }
        return Files.write(folder.resolve("pairs.tsv"), lines);
    }

    private FetchConfig fetch() {
        return FetchSettings.of(server, "respectRobots=true", "connectionsPerHost=4");
    }

    @Test
    void everyRowEndsInTheStatusThatItDeserves() throws IOException {
        Path output = folder.resolve("out");

        PrepResult result = runs.run(table(), output, fetch(), KEPT);

        assertThat(result.rowsIn()).isEqualTo(45);
        assertThat(result.rowsOut()).isEqualTo(31);
        Map<String, String> statuses = new TreeMap<>();
        for (Row row : runs.read(output, "rejected").collectAsList()) {
            statuses.put(row.getAs("url"), row.getAs("status"));
        }
        assertThat(statuses)
                .containsEntry("http://good.test/missing.jpg", "http_404")
                .containsEntry("http://good.test/0.jpg", "empty_caption")
                .containsEntry("http://strict.test/private/0.jpg", "robots_disallowed")
                .containsEntry("http://bad.test/page.jpg", "not_an_image")
                .containsEntry("http://bad.test/cut.jpg", "truncated_or_corrupt")
                .containsEntry("http://bad.test/in.jpg", "private_address")
                .containsEntry("http://bad.test/loop.jpg", "redirect_loop")
                .containsEntry("http://bad.test/noai.jpg", "opt_out_noai")
                .containsEntry("http://bad.test/tdm.jpg", "opt_out_tdm_reservation")
                .containsEntry("http://127.0.0.1:1/x.jpg", "private_address")
                .containsEntry("ftp://good.test/1.jpg", "unsupported_scheme")
                .containsEntry("http://ill.test/1.jpg", "http_503")
                .hasSize(14);
        for (String host : List.of("good.test", "strict.test", "bad.test", "ill.test")) {
            assertThat(server.count(host, "/robots.txt")).as(host).isEqualTo(1);
        }
        assertThat(server.mostActive("good.test")).isLessThanOrEqualTo(4);
        assertThat(server.count("good.test", "/0.jpg")).isEqualTo(1);
    }

    @Test
    void retryFailedRepairsExactlyTheRowsThatFailed() throws IOException {
        Path output = folder.resolve("out");
        Path table = table();
        runs.run(table, output, fetch(), KEPT);
        Path unhurt = folder.resolve("unhurt");
        isRepaired.set(true);
        int before = server.count("good.test", "/3.jpg");

        PrepResult result = runs.retryFailed(table, output, fetch(), KEPT);

        assertThat(result.rowsOut()).isEqualTo(34);
        assertThat(result.rejected()).doesNotContainKey("http_503");
        assertThat(server.count("good.test", "/3.jpg")).isEqualTo(before);
        assertThat(server.count("good.test", "/missing.jpg")).isEqualTo(1);
        assertThat(server.count("bad.test", "/noai.jpg")).isEqualTo(1);
        runs.run(table, unhurt, fetch(), KEPT);
        // The parts' names depend on when they were made; everything that a reader sees is the same.
        Map<String, String> repaired = PrepRuns.digests(output);
        Map<String, String> expected = PrepRuns.digests(unhurt);
        repaired.keySet().removeIf(name -> name.startsWith("_stage"));
        expected.keySet().removeIf(name -> name.startsWith("_stage"));
        assertThat(repaired).isEqualTo(expected);
    }

    @Test
    void addressesWithoutAWordOnFetchingAreAnError() throws IOException {
        Path table = table();

        assertThatThrownBy(() -> runs.run(table, folder.resolve("out")))
                .hasMessageContaining("of pairs.tsv has an address and no image: add a fetch section to the config");
    }

    @Test
    void retryNeedsPartsThatWereKept() throws IOException {
        Path table = table();
        Path output = folder.resolve("out");
        runs.run(table, output, fetch());

        assertThatThrownBy(() -> runs.retryFailed(table, output, fetch()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("has no _stage with rows to try again; set stage.keep: true");
    }
}
