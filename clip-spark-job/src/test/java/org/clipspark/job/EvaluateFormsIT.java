package org.clipspark.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.clipspark.job.data.Sample;
import org.clipspark.job.data.ShardReader;
import org.clipspark.job.robust.LearntCheckpoint;
import org.clipspark.job.suite.cell.Cell;
import org.clipspark.job.suite.cell.CellAddress;
import org.clipspark.job.suite.cell.CellStore;
import org.clipspark.job.suite.cell.Outcome;
import org.clipspark.job.suite.cell.SuiteTask;
import org.clipspark.job.train.SmallRun;
import org.clipspark.prep.PrepConfig;
import org.clipspark.prep.PrepareData;
import org.clipspark.prep.config.StrictYaml;
import org.clipspark.prep.shard.ShardSplit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Forms of {@code clip evaluate} that choose between captions and between some of the classes. Each pair of images has four
 * rows: {@code a} and {@code b}, each with its own caption before the other's, and {@code c} and {@code d}, the same the
 * wrong way round.
 */
class EvaluateFormsIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PAIRS = 12;
    private static final int SOME_CLASSES = 5;

    @TempDir
    static Path folder;

    private static CellStore store;

    @BeforeAll
    static void evaluate() throws IOException {
        try (SparkSession session = SparkSessions.open("prepare", Optional.of(2))) {
            LearntCheckpoint.write(SmallRun.prepare(session, folder), folder.resolve("checkpoint"));
            writePairs();
            Path prep = Files.writeString(
                    folder.resolve("pairs.yaml"),
                    Files.readString(folder.resolve("prep.yaml"))
                            .replaceAll("(?m)^validation:.*\n", "")
                            .replace("raw/train-*.tar, kind: webdataset", "pairs/pairs.jsonl, kind: table")
                            .replace("/shards\n", "/paired\n"));
            PrepareData.run(session, StrictYaml.load(prep, List.of(), PrepConfig.class), Clock.systemUTC());
        }
        assertThat(ClipJob.commandLine().execute("evaluate", "--conf-file", suite()))
                .isZero();
        store = new CellStore(folder.resolve("results").toString(), new Configuration());
    }

    private static void writePairs() throws IOException {
        Path pairs = Files.createDirectory(folder.resolve("pairs"));
        ShardReader reader = ShardReader.open(folder.resolve("shards").toString(), List.of(), new Configuration());
        List<Sample> images = new ArrayList<>();
        reader.rows(ShardSplit.VALIDATION, 0, reader.rows(ShardSplit.VALIDATION))
                .forEachRemaining(images::add);
        Files.write(folder.resolve("some.txt"), reader.classNames().subList(0, SOME_CLASSES));
        List<String> lines = new ArrayList<>();
        for (int pair = 0; pair < PAIRS; pair++) {
            Sample first = images.get(pair);
            Sample second = images.stream()
                    .filter(image -> !image.label().equals(first.label()))
                    .skip(pair)
                    .findFirst()
                    .orElseThrow();
            Files.write(pairs.resolve("first-" + pair + ".png"), first.image());
            Files.write(pairs.resolve("second-" + pair + ".png"), second.image());
            lines.add(row("a", pair, "first", caption(first), caption(second)));
            lines.add(row("b", pair, "second", caption(second), caption(first)));
            lines.add(row("c", pair, "first", caption(second), caption(first)));
            lines.add(row("d", pair, "second", caption(first), caption(second)));
        }
        Files.write(pairs.resolve("pairs.jsonl"), lines);
    }

    private static String caption(Sample sample) {
        return "a " + sample.className().orElseThrow();
    }

    private static String row(String name, int pair, String image, String right, String wrong) throws IOException {
        return JSON.writeValueAsString(Map.of(
                "key",
                name + pair,
                "path",
                image + "-" + pair + ".png",
                "captions",
                List.of(right, wrong),
                "license",
                ("ab".contains(name) ? "own " : "swapped ") + pair));
    }

    private static String suite() throws IOException {
        return Files.writeString(folder.resolve("suite.yaml"), """
                output: %1$s/results
                cache: %1$s/cache
                tokenizer: {vocabulary: %1$s/vocabulary.txt}
                checkpoints: [{name: small, path: %1$s/checkpoint}]
                datasets:
                  - name: choice
                    shards: %1$s/paired
                    split: all
                    tasks: [image_caption_selection]
                    languages: [{name: en}]
                    selection: {form: sugarcrepe}
                  - name: match
                    shards: %1$s/paired
                    split: all
                    tasks: [image_caption_selection]
                    languages: [{name: en}]
                    selection: {form: winoground, groupColumn: license}
                  - name: whole
                    shards: %1$s/shards
                    split: validation
                    tasks: [zeroshot_classification]
                    languages: [{name: en, templates: ["a {c}"]}]
                  - name: some
                    shards: %1$s/shards
                    split: validation
                    tasks: [zeroshot_classification]
                    languages: [{name: en, templates: ["a {c}"]}]
                    classSubsetFile: %1$s/some.txt
                batchSize: 24
                intervals: {resamples: 100, confidence: 0.95, seed: 1}
                aggregates: []
                """.formatted(folder))
                .toString();
    }

    @Test
    void aCaptionIsRightOneWayRoundAndWrongTheOther() {
        Cell cell = cell("choice", SuiteTask.IMAGE_CAPTION_SELECTION);

        assertThat(cell.samples()).isEqualTo(4 * PAIRS);
        assertThat(cell.metrics()).containsExactly(entry("acc", 0.5));
        assertThat(cell.chance()).containsExactly(entry("acc", 0.5));
        Set<String> right = right("choice", SuiteTask.IMAGE_CAPTION_SELECTION);
        for (int pair = 0; pair < PAIRS; pair++) {
            assertThat(right.contains("c" + pair)).isNotEqualTo(right.contains("a" + pair));
            assertThat(right.contains("d" + pair)).isNotEqualTo(right.contains("b" + pair));
        }
    }

    @Test
    void aPairIsRightWhereBothItsImagesPreferTheirCaption() {
        Cell cell = cell("match", SuiteTask.IMAGE_CAPTION_SELECTION);
        Set<String> right = right("choice", SuiteTask.IMAGE_CAPTION_SELECTION);
        int both = 0;
        for (int pair = 0; pair < PAIRS; pair++) {
            both += right.containsAll(List.of("a" + pair, "b" + pair)) ? 1 : 0;
            both += right.containsAll(List.of("c" + pair, "d" + pair)) ? 1 : 0;
        }

        assertThat(cell.samples()).isEqualTo(2 * PAIRS);
        assertThat(cell.metric("text")).isEqualTo(both / (2.0 * PAIRS)).isPositive();
        // What is right cannot be right the other way round too.
        assertThat(cell.metric("image")).isBetween(cell.metric("acc"), 0.5);
        assertThat(cell.metric("acc")).isPositive().isLessThanOrEqualTo(cell.metric("text"));
        assertThat(cell.chance()).containsOnly(entry("text", 0.25), entry("image", 0.25), entry("acc", 1.0 / 6));
        Set<String> matched = right("match", SuiteTask.IMAGE_CAPTION_SELECTION);
        for (int pair = 0; pair < PAIRS; pair++) {
            assertThat(matched.containsAll(List.of("own " + pair, "swapped " + pair)))
                    .isFalse();
        }
    }

    @Test
    void someClassesAreScoredAmongThemselves() {
        Cell cell = cell("some", SuiteTask.ZEROSHOT_CLASSIFICATION);
        List<Outcome> some = store.outcomes(address("some", SuiteTask.ZEROSHOT_CLASSIFICATION));
        Set<String> keys = some.stream().map(Outcome::key).collect(Collectors.toSet());
        Set<String> rightAmongAll = right("whole", SuiteTask.ZEROSHOT_CLASSIFICATION);
        rightAmongAll.retainAll(keys);

        assertThat(keys).hasSize(2 * SOME_CLASSES);
        assertThat(cell.samples()).isEqualTo(2 * SOME_CLASSES);
        assertThat(cell.metric("acc5")).as("of five classes").isEqualTo(1);
        assertThat(cell.chance()).containsEntry("acc1", 0.2);
        assertThat(right("some", SuiteTask.ZEROSHOT_CLASSIFICATION))
                .as("fewer classes can only help")
                .isNotEmpty()
                .containsAll(rightAmongAll);
        assertThat(some).allSatisfy(outcome -> {
            assertThat(outcome.label()).isBetween(0, SOME_CLASSES - 1);
            assertThat(outcome.predicted()).isBetween(0, SOME_CLASSES - 1);
        });
    }

    private static Cell cell(String dataset, SuiteTask task) {
        return store.find(address(dataset, task)).orElseThrow();
    }

    private static CellAddress address(String dataset, SuiteTask task) {
        return new CellAddress(dataset, "small", "checkpoint", "en", task);
    }

    /** Keys of the rows, or names of the pairs, that came out right. */
    private static Set<String> right(String dataset, SuiteTask task) {
        return store.outcomes(address(dataset, task)).stream()
                .filter(outcome -> outcome.rank() == 0)
                .map(Outcome::key)
                .collect(Collectors.toSet());
    }
}
