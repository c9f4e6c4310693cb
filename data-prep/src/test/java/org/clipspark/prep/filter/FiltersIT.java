package org.clipspark.prep.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FiltersIT {
    private static SparkSession spark;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        spark = LocalSpark.shared();
    }

    @Test
    void theTopFractionOfTenThousandAndOneRowsIsExactAndTiesGoToTheFirstFound() {
        SortedMap<String, String> out = runs().rejected(
                        "- {name: t, top: {column: similarity, fraction: 0.3, ties: first-found}}",
                        tenThousandAndOne());

        // The 2,000 rows that have 1, and of the 4,000 that have 0.5 the first 1,000: two of five rows up to row 2,499.
        assertThat(out).hasSize(10_001 - 3_000);
        assertThat(out.values().stream().filter(fate -> fate.contains("similarity 0.5 ")))
                .hasSize(3_000);
        assertThat(out)
                .doesNotContainKey("k2497")
                .containsEntry("k2501", "filter_t: similarity 0.5 is number 3001 of 10001, 3000 pass")
                .containsEntry("k10000", "filter_t: no similarity");
    }

    @Test
    void dataCompsRuleKeepsEveryRowThatTiesWithItsThreshold() {
        SortedMap<String, String> out = runs().rejected(
                        "- {name: t, preset: clip_score, with: {column: similarity, fraction: 0.3}}",
                        tenThousandAndOne());

        assertThat(out).hasSize(10_001 - 6_000);
        assertThat(out)
                .containsEntry("k0003", "filter_t: similarity 0.25 is below 0.5, the score of number 3001 of 10001");
    }

    private static Dataset<Row> tenThousandAndOne() {
        double[] scores = {1, 0.5, 0.5, 0.25, 0.25};
        StagedRows rows = new StagedRows();
        for (int i = 0; i < 10_000; i++) {
            rows.add("similarity", scores[i % 5]);
        }
        return rows.add("similarity", Double.NaN).table(spark);
    }

    @Test
    void stepsThatNeedNoImageDecideBeforeAnyIsFetched() {
        Dataset<Row> rows = new StagedRows()
                .add("caption", "two words", "similarity", 0.5)
                .add("caption", "one", "similarity", 0.5)
                .add("caption", "two words", "original_width", 10, "original_height", 10, "similarity", 0.5)
                .add("caption", "two words", "original_width", 900, "original_height", 900, "similarity", 0.1)
                .add("caption", "one", "status", "no_url", "error_message", "none")
                .add("caption", "two words", "similarity", 0.1)
                .table(spark)
                .repartition(3);
        String steps = """
                - {name: words, keep: {caption: {minWords: 2}}}
                - {name: size, keep: {size: {minSide: 200}}}
                - {name: score, keep: {score: {column: similarity, min: 0.3, missing: reject}}}
                - {name: wide, keep: {sql: "width > 10"}}
                - {name: never, keep: {sql: "false"}}
                """;

        try (Filters filters = runs().filters(steps)) {
            Dataset<Row> decided = filters.beforeFetch(rows);

            assertThat(decided.schema().fieldNames()).isEqualTo(rows.schema().fieldNames());
            assertThat(keys(decided)).isEqualTo(keys(rows));
            assertThat(decided.rdd().getNumPartitions()).isEqualTo(3);
            assertThat(decided.select("key", "status", "error_message").collectAsList().stream()
                            .sorted((one, other) -> one.getString(0).compareTo(other.getString(0)))
                            .map(row -> row.getString(1) + ": " + row.get(2)))
                    .containsExactly(
                            "success: null",
                            "filter_words: 1 words, 3 characters",
                            "filter_size: 10 x 10",
                            "filter_score: similarity 0.1",
                            "no_url: none",
                            "filter_score: similarity 0.1");
            assertThat(filters.stepNames()).containsExactly("words", "size", "score", "wide", "never");
        }
    }

    private static List<String> keys(Dataset<Row> rows) {
        return rows.select("key").collectAsList().stream()
                .map(row -> row.getString(0))
                .toList();
    }

    @Test
    void setStepsSeeOnlyWhatEarlierStepsLeft() {
        Dataset<Row> rows = new StagedRows()
                .add("sha256", "aa", "similarity", 0.1)
                .add("sha256", "aa", "similarity", 0.5)
                .add("sha256", "aa", "similarity", 0.9)
                .add("sha256", "bb", "similarity", 0.8)
                .table(spark);
        String steps = """
                - {name: score, keep: {score: {column: similarity, min: 0.3, missing: reject}}}
                - {name: file, exact: {columns: [sha256]}}
                - {name: best, top: {column: similarity, fraction: 0.5, ties: first-found}}
                - {name: last, keep: {sql: "key <> 'k0003'"}}
                """;

        try (Filters filters = runs().filters(steps)) {
            assertThat(filters.statuses())
                    .containsExactly(
                            entry("score", "filter_score"),
                            entry("file", "duplicate_file"),
                            entry("best", "filter_best"),
                            entry("last", "filter_last"));
        }
        assertThat(runs().rejected(steps, rows))
                .containsExactly(
                        entry("k0000", "filter_score: similarity 0.1"),
                        entry("k0001", "filter_best: similarity 0.5 is number 2 of 2, 1 pass"),
                        entry("k0002", "duplicate_file: same sha256 as k0001"),
                        entry("k0003", "filter_last: not: key <> 'k0003'"));
    }

    @Test
    void orderAndPartitionsChangeNothing() {
        Random random = new Random(3);
        StagedRows staged = new StagedRows();
        for (int i = 0; i < 300; i++) {
            staged.add(
                    "caption",
                    "caption " + i % 7,
                    "sha256",
                    "s" + random.nextInt(200),
                    "perceptual_hash",
                    "%064x".formatted(random.nextInt(16)),
                    "similarity",
                    random.nextInt(20) / 20.0,
                    "embedding",
                    List.of(random.nextFloat(), random.nextFloat(), random.nextFloat()));
        }
        String steps = """
                - {name: file, exact: {columns: [sha256], prefer: similarity}}
                - {name: best, top: {column: similarity, fraction: 0.7, ties: first-found}}
                - {name: near, near: {maxDistance: 1, bands: 16, maxNeighbours: 100}}
                - {name: mean, semantic: {clusters: 4, epsilon: 0.01, seed: 1, maxNeighbours: 100}}
                """;
        List<Row> shuffled = new ArrayList<>(staged.rows());
        Collections.shuffle(shuffled, random);

        SortedMap<String, String> fates = runs().rejected(steps, staged.table(spark));

        assertThat(runs().rejected(steps, StagedRows.table(spark, shuffled, 5))).isEqualTo(fates);
        assertThat(fates.values().stream().map(fate -> fate.substring(0, fate.indexOf(':'))))
                .contains("duplicate_file", "filter_best", "duplicate_near");
    }

    @Test
    void noStepsDecideNothing() {
        Dataset<Row> rows = new StagedRows().add().table(spark);

        assertThat(runs().rejected(" []", rows, Map.of())).isEmpty();
        try (Filters filters = runs().filters(" []")) {
            assertThat(filters.beforeFetch(rows).collectAsList()).isEqualTo(rows.collectAsList());
        }
    }

    private FilterRuns runs() {
        return new FilterRuns(spark, folder);
    }
}
