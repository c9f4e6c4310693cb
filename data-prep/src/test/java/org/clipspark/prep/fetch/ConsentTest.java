package org.clipspark.prep.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.clipspark.prep.fetch.FetchOutcome.Failed;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConsentTest {
    private final WebServer server = WebServer.start();

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"noai", "noimageai", "noindex", "noimageindex", "noml"})
    void honoursEachDirective(String directive) {
        server.on("a.test", "/", Replies.image(10, "X-Robots-Tag: " + directive));

        assertThat(fetch("http://a.test/")).isInstanceOfSatisfying(Failed.class, failed -> {
            assertThat(failed.status().label()).isEqualTo("opt_out_" + directive);
            assertThat(failed.isRetryable()).isFalse();
        });
        assertThat(label(fetch("http://a.test/", "respectOptOut=false"))).isEqualTo("success");
        assertThat(label(fetch("http://a.test/", "optOutDirectives=[nothing]"))).isEqualTo("success");
    }

    @ParameterizedTest
    @CsvSource({
        "1, opt_out_tdm_reservation",
        "0, success",
    })
    void honoursTheReservationOfTextAndDataMining(String value, String label) {
        server.on("a.test", "/", Replies.image(10, "TDM-Reservation: " + value));

        assertThat(label(fetch("http://a.test/"))).isEqualTo(label);
    }

    @Test
    void looksAtAllHeadersOfTheName() {
        server.on("a.test", "/", Replies.image(10, "X-Robots-Tag: otherbot: noai", "x-robots-tag: NoAI"));

        assertThat(label(fetch("http://a.test/"))).isEqualTo("opt_out_noai");
    }

    @Test
    void obeysRobotsFiles() {
        robots("User-agent: *\nDisallow: /private\nAllow: /private/*.jpg$\n");
        server.on("a.test", "*", Replies.image(10));

        assertThat(label(fetch("http://a.test/public", "respectRobots=true"))).isEqualTo("success");
        assertThat(label(fetch("http://a.test/private/x.png", "respectRobots=true")))
                .isEqualTo("robots_disallowed");
        assertThat(label(fetch("http://a.test/private/x.jpg", "respectRobots=true")))
                .isEqualTo("success");
        assertThat(server.count("a.test", "/private/x.png")).isZero();
    }

    @Test
    void followsItsOwnGroupRatherThanTheOneForAll() {
        robots("User-agent: *\nDisallow: /\n\nUser-agent: Clip-Spark\nDisallow: /no\n");
        server.on("a.test", "*", Replies.image(10));

        assertThat(label(fetch("http://a.test/yes", "respectRobots=true"))).isEqualTo("success");
        assertThat(label(fetch("http://a.test/no", "respectRobots=true"))).isEqualTo("robots_disallowed");
    }

    @ParameterizedTest
    @CsvSource({
        "404, success, false",
        "403, success, false",
        "500, robots_unreachable, true",
        "503, robots_unreachable, true",
        "429, robots_unreachable, true",
    })
    void takesAMissingFileForConsentAndAnUnreachableOneForRefusal(int code, String label, boolean isRetryable) {
        server.on("a.test", "/robots.txt", Replies.status(code)).on("a.test", "/", Replies.image(10));

        FetchOutcome outcome = fetch("http://a.test/", "respectRobots=true", "retries=1");

        assertThat(label(outcome)).isEqualTo(label);
        assertThat(outcome instanceof Failed failed && failed.isRetryable()).isEqualTo(isRetryable);
        assertThat(server.count("a.test", "/robots.txt")).isEqualTo(isRetryable ? 2 : 1);
    }

    @Test
    void obeysTheRobotsFileOfTheHostToWhichARedirectLeads() {
        server.on("a.test", "/", Replies.redirect("http://b.test/cat"))
                .on("b.test", "/robots.txt", Replies.text("User-agent: *\nDisallow: /cat"))
                .on("b.test", "/cat", Replies.image(10));

        assertThat(label(fetch("http://a.test/", "respectRobots=true"))).isEqualTo("robots_disallowed");
        assertThat(server.count("b.test", "/cat")).isZero();
    }

    @Test
    void followsARobotsFileThatMoved() {
        server.on("a.test", "/robots.txt", Replies.redirect("http://b.test/rules"))
                .on("b.test", "/rules", Replies.text("User-agent: *\nDisallow: /"))
                .on("a.test", "/", Replies.image(10));

        assertThat(label(fetch("http://a.test/", "respectRobots=true"))).isEqualTo("robots_disallowed");
    }

    @Test
    void reportsAnUnreachableHostAsThatRatherThanAsItsRobotsFile() {
        String unused = "hostOverrides={a.test: '127.0.0.1:1'}";

        assertThat(label(fetch("http://a.test/", "respectRobots=true", unused))).isEqualTo("connect_error");
    }

    @Test
    void readsTheBeginningOfAnEndlessRobotsFile() {
        server.on("a.test", "/robots.txt", exchange -> {
                    exchange.print("HTTP/1.1 200 OK\r\n\r\nUser-agent: *\nDisallow: /no\n");
                    for (; ; ) {
                        exchange.print("# and so on\n".repeat(1_000));
                    }
                })
                .on("a.test", "*", Replies.image(10));

        assertThat(label(fetch("http://a.test/no", "respectRobots=true"))).isEqualTo("robots_disallowed");
        assertThat(label(fetch("http://a.test/yes", "respectRobots=true"))).isEqualTo("success");
    }

    @Test
    void asksEachHostOnceHoweverManyUrlsWait() {
        server.on("a.test", "/robots.txt", Replies.after(100, Replies.text("User-agent: *\nDisallow: /63")))
                .on("a.test", "*", Replies.image(10));

        try (Fetcher fetcher = new Fetcher(FetchSettings.of(server, "respectRobots=true"), 1_000)) {
            List<CompletableFuture<FetchOutcome>> outcomes = IntStream.range(0, 64)
                    .mapToObj(i -> fetcher.fetch("http://a.test/" + i))
                    .toList();
            assertThat(outcomes.subList(0, 63))
                    .allSatisfy(it -> assertThat(label(it.join())).isEqualTo("success"));
            assertThat(label(outcomes.get(63).join())).isEqualTo("robots_disallowed");
        }

        assertThat(server.count("a.test", "/robots.txt")).isEqualTo(1);
    }

    @Test
    void keepsTheDelayThatARobotsFileAsksForUpToTheBound() {
        robots("User-agent: *\nCrawl-delay: 3600\n");
        server.on("a.test", "*", Replies.image(10));
        FetchConfig config = FetchSettings.of(server, "respectRobots=true", "maxCrawlDelaySeconds=0.2");
        long start = System.nanoTime();

        try (Fetcher fetcher = new Fetcher(config, 1_000)) {
            List<CompletableFuture<FetchOutcome>> outcomes = IntStream.range(0, 4)
                    .mapToObj(i -> fetcher.fetch("http://a.test/" + i))
                    .toList();
            assertThat(outcomes).allSatisfy(it -> assertThat(label(it.join())).isEqualTo("success"));
        }

        assertThat(System.nanoTime() - start).isBetween(600_000_000L, 10_000_000_000L);
    }

    private void robots(String text) {
        server.on("a.test", "/robots.txt", Replies.text(text));
    }

    private FetchOutcome fetch(String url, String... overrides) {
        try (Fetcher fetcher = new Fetcher(FetchSettings.of(server, overrides), 1_000)) {
            return fetcher.fetch(url).join();
        }
    }

    private static String label(FetchOutcome outcome) {
        return outcome instanceof Failed failed ? failed.status().label() : "success";
    }
}
