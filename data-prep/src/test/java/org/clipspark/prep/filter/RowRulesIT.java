package org.clipspark.prep.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.clipspark.prep.npy.NpyBytes;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowRulesIT {
    private static SparkSession spark;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        spark = LocalSpark.shared();
    }

    @Test
    void basicDecidesFortyRowsAsDataCompDoes() {
        BasicTable table = new BasicTable();

        Set<String> rejected = new TreeSet<>(
                runs().rejected("- {name: basic, preset: basic}", table.rows().table(spark))
                        .keySet());

        assertThat(table.rows().rows()).hasSize(40);
        assertThat(rejected).isEqualTo(table.expected());
    }

    @Test
    void theSqlOfAStepKeepsTheSameRows() {
        Dataset<Row> rows = new BasicTable().rows().table(spark);
        String nested = "- {name: basic, keep: {any: [{all: [{size: {minSide: 200}}, {not: {aspect: {max: 2.9}}}]},"
                + " {sql: \"original_width = 100 or caption is null\"}]}}";
        for (String steps : List.of("- {name: basic, preset: basic}", nested)) {
            Set<String> kept =
                    new TreeSet<>(rows.select("key").as(Encoders.STRING()).collectAsList());
            kept.removeAll(runs().rejected(steps, rows).keySet());

            try (Filters filters = runs().filters(steps)) {
                String where = filters.sql("basic").orElseThrow();
                assertThat(rows.where(where).select("key").as(Encoders.STRING()).collectAsList())
                        .containsExactlyInAnyOrderElementsOf(kept);
            }
            assertThat(kept).hasSizeBetween(3, 37);
        }
    }

    @Test
    void saysWhatWasFoundOrThatThereWasNothing() {
        Dataset<Row> rows = new StagedRows()
                .add("similarity", 0.28)
                .add("similarity", 0.279)
                .add()
                .add("similarity", Double.NaN)
                .table(spark);

        assertThat(runs().rejected(
                                "- {name: s, keep: {score: {column: similarity, min: 0.28, missing: reject}}}", rows))
                .containsExactly(
                        entry("k0001", "filter_s: similarity 0.279"),
                        entry("k0002", "filter_s: no similarity"),
                        entry("k0003", "filter_s: no similarity"));
        assertThat(runs().rejected("- {name: s, keep: {score: {column: similarity, max: 0.28, missing: keep}}}", rows))
                .isEmpty();
        assertThat(runs().rejected(
                                "- {name: s, keep: {not: {score: {column: similarity, max: 0.279, missing: reject}}}}",
                                rows))
                .containsExactly(
                        entry("k0001", "filter_s: unwanted: similarity 0.279"),
                        entry("k0002", "filter_s: unwanted: no similarity"),
                        entry("k0003", "filter_s: unwanted: no similarity"));
    }

    @Test
    void theFirstStepThatFailsDecides() {
        Dataset<Row> rows = new StagedRows()
                .add("caption", "a", "similarity", 0.1)
                .add("caption", "a b", "similarity", 0.1)
                .add("caption", "a b", "similarity", 0.9)
                .add("caption", "a", "similarity", 0.1, "status", "http_404")
                .table(spark);
        String steps = """
                - {name: words, keep: {caption: {minWords: 2}}}
                - {name: similar, keep: {score: {column: similarity, min: 0.5, missing: reject}}}
                """;

        assertThat(runs().rejected(steps, rows))
                .containsExactly(
                        entry("k0000", "filter_words: 1 words, 1 characters"),
                        entry("k0001", "filter_similar: similarity 0.1"));
    }

    @Test
    void listsBlockHashesAddressesAndDomains() throws IOException {
        Path hashes = Files.writeString(folder.resolve("hashes.txt"), "# version: 2024-08\nABCD\n# old\n\nef01\n");
        Path domains = Files.writeString(folder.resolve("hosts.txt"), "# version: 7\nbad.example\n");
        Dataset<Row> rows = new StagedRows()
                .add("sha256", "abcd", "url", "https://good.example/1.jpg")
                .add("sha256", "0000", "url", "https://img.Bad.example/1.jpg")
                .add("sha256", "0000", "url", "https://notbad.example/1.jpg")
                .add("url", "https://good.example/bad.example")
                .table(spark);
        String steps = """
                - {name: hashes, keep: {blocklist: {file: %s, by: hash, column: sha256, missing: keep}}}
                - {name: hosts, keep: {blocklist: {file: %s, by: domain, column: url, missing: reject}}}
                """.formatted(hashes, domains);

        assertThat(runs().rejected(steps, rows))
                .containsExactly(
                        entry("k0000", "filter_hashes: sha256 abcd is in " + hashes + " (version 2024-08)"),
                        entry(
                                "k0001",
                                "filter_hosts: url https://img.Bad.example/1.jpg is in " + domains + " (version 7)"));
        try (Filters filters = runs().filters(steps)) {
            assertThat(filters.notes(rows)).contains("block-list " + hashes + " (version 2024-08): 2 entries");
        }
    }

    @Test
    void twentyCaptionsPassByTheSynsetsOfTheirWords() throws IOException {
        Path words = Files.writeString(
                folder.resolve("words.tsv"), "dog\tn02084071\ndogs\tn02084071\ncat\tn02121620\nrun\tv01926311\n");
        Path synsets = Files.writeString(folder.resolve("synsets.txt"), "n02084071\nn02121620\n");
        List<String> passing = List.of(
                "a dog",
                "Dogs at play",
                "CAT",
                "my cat sleeps",
                "run dog run",
                "two dogs",
                "dog dog",
                "the\tcat",
                "a  cat");
        List<String> failing = List.of(
                "a bird",
                "run",
                "dog, sitting",
                "catalogue",
                "hotdog",
                "",
                "cats",
                "a dog.",
                "\"cat\"",
                "do g",
                "kitten");
        StagedRows rows = new StagedRows();
        passing.forEach(caption -> rows.add("caption", caption));
        failing.forEach(caption -> rows.add("caption", caption));

        String steps = "- {name: t, keep: {text: {words: %s, synsets: %s}}}".formatted(words, synsets);

        assertThat(runs().rejected(steps, rows.table(spark)).keySet())
                .hasSize(11)
                .allMatch(key -> key.compareTo("k0009") >= 0);
        assertThat(rows.rows()).hasSize(20);
    }

    @Test
    void clustersAreThoseOfTheNearestCentroid() throws IOException {
        Path centroids = NpyBytes.matrix(folder.resolve("c.npy"), 2, 1, 0, 0, 1, -1, 0);
        Path ids = Files.writeString(folder.resolve("ids.txt"), "0\n2\n");
        Dataset<Row> rows = new StagedRows()
                .add("embedding", List.of(0.9f, 0.1f))
                .add("embedding", List.of(0.1f, 0.9f))
                .add("embedding", List.of(-0.9f, 0.1f))
                .add("embedding", List.of(0.5f, 0.5f))
                .add("embedding", List.of(0.5f, 0.5f, 0.5f))
                .add("embedding", List.of(0.5f, Float.NaN))
                .add()
                .table(spark);

        assertThat(runs().rejected(
                                "- {name: c, keep: {clusters: {centroids: %s, ids: %s}}}".formatted(centroids, ids),
                                rows))
                .containsExactly(
                        entry("k0001", "filter_c: cluster 1"),
                        entry("k0004", "filter_c: no embedding of 2 values"),
                        entry("k0005", "filter_c: no embedding of 2 values"),
                        entry("k0006", "filter_c: no embedding of 2 values"));
    }

    @Test
    void aSubsetKeepsItsUidsAndTellsHowManyAreUnknown() {
        Path uids = NpyBytes.uids(folder.resolve("u.npy"), 0, 1, 0, 2, -1, -1);
        Dataset<Row> rows = new StagedRows()
                .add("uid", "0".repeat(31) + "1")
                .add("uid", "F".repeat(32))
                .add("uid", "0".repeat(31) + "3")
                .add("uid", "short")
                .add()
                .table(spark);
        String steps = "- {name: u, keep: {subset: {uids: %s}}}".formatted(uids);

        assertThat(runs().rejected(steps, rows).keySet()).containsExactly("k0002", "k0003", "k0004");
        try (Filters filters = runs().filters(steps)) {
            assertThat(filters.notes(rows)).containsExactly("uids " + uids + ": 3 uids, 1 of them unknown");
        }
    }

    @Test
    void whatTheColumnsDoNotAllowIsRefusedInOneLine() throws IOException {
        Path plain = Files.writeString(folder.resolve("plain.txt"), "abc\n");
        Path empty = Files.writeString(folder.resolve("empty.txt"), "# version: 1\n");
        Path binary = Files.write(folder.resolve("binary.txt"), new byte[] {'#', (byte) 0xff, '\n'});
        Path letters = Files.writeString(folder.resolve("letters.txt"), "x\n");
        Path centroids = NpyBytes.matrix(folder.resolve("c.npy"), 1, 1, 2);

        assertRefused("keep: {sql: 'widht > 3'}", "cannot use the expression (widht > 3)", "(columns: key, caption,");
        assertRefused("keep: {sql: 'width + 3'}", "expected an expression that is true or false, got int: (width + 3)");
        assertRefused("keep: {sql: 'rand() < 0.5'}", "cannot use the expression (rand() < 0.5)");
        assertRefused("keep: {sql: 'sum(width) > 1'}", "cannot use the expression (sum(width) > 1)");
        assertRefused("keep: {sql: 'width >'}", "cannot use the expression (width >)");
        assertRefused("keep: {score: {column: clip, min: 1, missing: keep}}", "no column 'clip' (columns: key,");
        assertRefused("keep: {score: {column: nsfw, min: 1, missing: keep}}", "'nsfw' is string, expected a number");
        assertRefused("top: {column: caption, fraction: 0.5, ties: all}", "'caption' is string, expected a number");
        assertRefused("exact: {columns: [sha]}", "no column 'sha'");
        assertRefused(
                "exact: {columns: [sha256], prefer: caption}", "expression that is a number, got string: caption");
        assertRefused(blocklist(plain), plain + ": expected '# version: NAME' in the first line of a block-list");
        assertRefused(blocklist(empty), empty + ": expected at least one entry");
        assertRefused(blocklist(binary), binary + ": expected text in UTF-8");
        assertRefused(
                "keep: {clusters: {centroids: %s, ids: %s}}".formatted(centroids, letters),
                letters + ": expected whole numbers from 0 to 1, got 'x'");
    }

    private static String blocklist(Path file) {
        return "keep: {blocklist: {file: %s, by: hash, column: sha256, missing: keep}}".formatted(file);
    }

    private void assertRefused(String step, String... messages) {
        assertThatThrownBy(() -> {
                    try (Filters filters = runs().filters("- {name: x, " + step + "}")) {
                        filters.check(StagedRows.COLUMNS);
                    }
                })
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("filter step 'x': ")
                .hasMessageContainingAll(messages)
                .hasMessageNotContaining("\n");
    }

    private FilterRuns runs() {
        return new FilterRuns(spark, folder);
    }
}
