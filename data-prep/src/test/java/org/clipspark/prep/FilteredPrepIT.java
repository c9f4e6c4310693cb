package org.clipspark.prep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.clipspark.prep.fetch.FetchConfig;
import org.clipspark.prep.fetch.FetchSettings;
import org.clipspark.prep.fetch.Replies;
import org.clipspark.prep.fetch.WebServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Filters within a whole run. */
class FilteredPrepIT {
    private static final String WORDS = "filter={steps: [{name: wordy, keep: {caption: {minWords: %d}}}]}";
    private static final int PAIRS = 10;

    @TempDir
    static Path shared;

    private static PrepRuns runs;

    @TempDir
    Path folder;

    private final WebServer server = WebServer.start();

    @BeforeAll
    static void begin() {
        runs = new PrepRuns(shared);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void whatTheCaptionRulesOutIsNeverFetchedUntilAnotherFilterLetsItIn() throws IOException {
        List<String> lines = new ArrayList<>(List.of("url\tcaption\tuid"));
        for (int i = 0; i < PAIRS; i++) {
            server.on("good.test", "/" + i + ".jpg", Replies.ok("image/jpeg", SmallSources.jpeg(i, 40, 30)));
            lines.add("http://good.test/" + i + ".jpg\t" + (i % 2 == 0 ? "word" : "two words")
                    + String.format(Locale.ROOT, "\t%032x", 255 - i));
        }
        Path table = Files.write(folder.resolve("pairs.tsv"), lines);
        Path output = folder.resolve("out");
        FetchConfig fetch = FetchSettings.of(server);
        String[] kept = {"stage={rowsPerPart: 4, keep: true}", "split.validationFraction=0.0"};

        Path uids = folder.resolve("uids.npy");
        PrepResult strict = runs.run(table, output, fetch, kept[0], kept[1], WORDS.formatted(2), "uids=" + uids);

        assertThat(strict.rejected()).isEqualTo(Map.of("filter_wordy", 5L));
        assertThat(requests()).isEqualTo(5);
        byte[] subset = Files.readAllBytes(uids);
        // Five pairs of eight bytes, sorted, behind a header of a multiple of 64 bytes.
        assertThat(subset.length % 64).isEqualTo(5 * 16 % 64);
        assertThat(subset[subset.length - 8]).isEqualTo((byte) 254);

        assertThatThrownBy(() -> runs.run(table, output, fetch, kept[0], kept[1], WORDS.formatted(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("already holds a data set");
        PrepResult lenient = runs.run(table, output, fetch, kept[0], kept[1], WORDS.formatted(1), "mode=extend");

        assertThat(lenient.rowsOut()).isEqualTo(PAIRS);
        assertThat(requests()).isEqualTo(PAIRS);

        PrepResult again = runs.run(table, output, fetch, kept[0], kept[1], WORDS.formatted(2), "mode=extend");

        assertThat(again.rejected()).isEqualTo(Map.of("filter_wordy", 5L));
        assertThat(requests()).isEqualTo(PAIRS);
    }

    private int requests() {
        int requests = 0;
        for (int i = 0; i < PAIRS; i++) {
            requests += server.count("good.test", "/" + i + ".jpg");
        }
        return requests;
    }

    @Test
    void noPairIsLearntFromWhoseImageIsMeasuredOn() throws IOException {
        SmallSources.tar(folder.resolve("a.tar"), 0, 10);
        List<org.apache.parquet.example.data.Group> held = new ArrayList<>();
        for (int i = 7; i < 13; i++) {
            held.add(SmallSources.pair("held" + i, SmallSources.jpeg(i, 40 + i % 3, 30), "held out")
                    .append("label", (long) (i % 3))
                    .append("class", "c" + i % 3));
        }
        SmallSources.pairs(folder.resolve("b/b.parquet"), held);
        Path output = folder.resolve("out");

        PrepResult result = runs.run(
                folder.resolve("a.tar"),
                output,
                "validation={path: " + folder.resolve("b") + ", kind: auto, templates: [], columns: {}}",
                "filter={steps: [{name: clean, decontaminate: {sets: [validation], sameBytes: true}}]}");

        assertThat(result.rejected()).isEqualTo(Map.of("contaminated_clean", 3L));
        // The six rows to measure on passed no filter and are not in its figures.
        assertThat(Files.readString(output.resolve("report.json")))
                .containsSubsequence("\"step\" : \"clean\"", "\"in\" : 10", "\"out\" : 7", "\"percent\" : 70.0");
        Map<String, String> twins = new TreeMap<>();
        for (Row row : runs.read(output, "rejected").collectAsList()) {
            twins.put(row.getAs("key"), row.getAs("error_message"));
        }
        assertThat(twins.keySet()).containsExactly("k0007", "k0008", "k0009");
        assertThat(twins.get("k0008")).contains("held8").contains("validation");
    }

    @Test
    void copiesOfAPictureMergeAndOtherPicturesOfItsClassDoNot() throws IOException {
        String data = System.getProperty("clip.data.dir", "");
        Path pictures = Path.of(data, "torture", "near_duplicates");
        Assumptions.assumeTrue(!data.isEmpty() && Files.isDirectory(pictures));
        Path output = folder.resolve("out");

        PrepResult result = runs.run(
                pictures,
                output,
                "source.templates=['a photo of a {c}']",
                "image.size=256",
                "image.maxBytes=67108864",
                "image.maxPixels=40000000",
                "stage.rowsPerPart=20",
                "filter={steps: [{name: near, near: {maxDistance: 36, bands: 32, maxNeighbours: 1000}}]}");

        long wrong = runs.read(output, "rejected").collectAsList().stream()
                .filter(row -> row.<String>getAs("key").contains("different"))
                .count();
        assertThat(result.rowsIn()).isEqualTo(100);
        assertThat(wrong).isZero();
        // Nine pictures of each of ten groups are one; at least 95 of 100 copies are recognised.
        assertThat(result.rejected().get("duplicate_near")).isBetween(76L, 80L);
    }
}
