package org.clipspark.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.clipspark.job.data.ShardReader;
import org.clipspark.job.suite.cell.CellFormat;
import org.clipspark.job.train.SmallRun;
import org.clipspark.prep.PrepConfig;
import org.clipspark.prep.PrepareData;
import org.clipspark.prep.config.StrictYaml;
import org.clipspark.prep.shard.ShardSplit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code clip evaluate} on three checkpoints of a small run and two data sets: 72 scenes with classes, and a part of them. */
class EvaluateIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int CELLS = 3 * 7;

    @TempDir
    static Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void train() throws IOException {
        try (SparkSession session = SparkSessions.open("prepare", Optional.of(2))) {
            SmallRun.prepare(session, folder).config("run");
            Path prep = Files.writeString(
                    folder.resolve("labelled.yaml"),
                    Files.readString(folder.resolve("prep.yaml"))
                            .replaceAll("(?m)^validation:.*\n", "")
                            .replace("train-*.tar", "val.tar")
                            .replace("/shards\n", "/labelled\n")
                            .replace("validationFraction: 0.0", "validationFraction: 0.5"));
            PrepareData.run(session, StrictYaml.load(prep, List.of(), PrepConfig.class), Clock.systemUTC());
        }
        writeLabels();
        assertThat(ClipJob.commandLine()
                        .execute(
                                "train",
                                "--conf-file",
                                folder.resolve("run.yaml").toString()))
                .isZero();
        assertThat(ClipJob.commandLine().execute("evaluate", "--conf-file", suite("shared", "a {c}")))
                .isZero();
    }

    /** Every image has its class and the next one; in another language the classes have other names. */
    private static void writeLabels() throws IOException {
        ShardReader reader = ShardReader.open(path("labelled"), List.of(), new Configuration());
        List<String> names = reader.classNames();
        ObjectNode labels = JSON.createObjectNode();
        for (ShardSplit split : ShardSplit.values()) {
            reader.rows(split, 0, reader.rows(split)).forEachRemaining(sample -> {
                int label = sample.label().orElseThrow();
                labels.putArray(sample.key()).add(names.get(label)).add(names.get((label + 1) % names.size()));
            });
        }
        JSON.writeValue(folder.resolve("labels.json").toFile(), labels);
        Files.write(
                folder.resolve("names.txt"),
                names.stream().map(name -> name.toUpperCase(Locale.ROOT)).toList());
    }

    @Test
    void computesEveryCellOnceAndGoesOnWhereItWasCutOff() throws IOException {
        String suite = suite("grid", "a {c}");

        assertThat(evaluate("--conf-file", suite, "--json")).as(err.toString()).isZero();

        JsonNode result = JSON.readTree(out.toString());
        assertThat(result.path("results")).hasSize(CELLS);
        assertThat(result.path("computed").asInt()).isEqualTo(CELLS);
        JsonNode first = result.path("results").get(4);
        assertThat(first.path("dataset").asText()).isEqualTo("whole");
        assertThat(first.path("pretrained").asText()).isEqualTo("epoch-0000");
        assertThat(first.path("metrics").path("acc1").asDouble()).isBetween(0.0, 1.0);
        assertThat(first.path("intervals").path("acc1")).hasSize(2);
        assertThat(first.path("samples").asInt()).isEqualTo(72);
        assertThat(first.path("lineage").path("prompts").asText()).hasSize(64);
        assertThat(result.path("aggregates")).hasSize(3);
        JsonNode other = result.path("results").get(6);
        assertThat(other.path("language").asText()).isEqualTo("xx");
        assertThat(other.path("metrics").path("mean_average_precision").asDouble())
                .isBetween(0.0, 1.0);

        Map<String, String> before = cells("grid");
        Files.delete(cell("grid", "new/run/epoch-0002/en/zeroshot_retrieval.json"));
        assertThat(computed(suite)).isEqualTo(1);
        assertThat(cells("grid")).isEqualTo(before);
        assertThat(computed(suite)).isZero();
        assertThat(Files.readAllLines(folder.resolve("grid/history.jsonl"))).hasSize(CELLS);

        assertThat(computed(suite("grid", "a picture of a {c}")))
                .as("only what depends on prompts is computed again")
                .isEqualTo(3 * 5);
    }

    @Test
    void showsTheResultsOnAPageAndInATable() throws IOException {
        assertThat(Files.readString(folder.resolve("shared/report.html")))
                .contains("Zero-shot classification")
                .contains("Worst confusions")
                .contains("Failed retrievals")
                .contains("Probe top-1")
                .contains("data:image/jpeg;base64,")
                .contains("\"across\":\"Pairs seen\"")
                .contains("aria-label=\"Reliability\"");
        assertThat(Files.readString(folder.resolve("shared/trend.html"))).contains("new/en/zeroshot_classification");
        Path csv = folder.resolve("shown.csv");
        assertThat(evaluate("build", "--results", path("shared"), "--output", csv.toString()))
                .isZero();
        assertThat(Files.readAllLines(csv)).hasSize(1 + CELLS);
    }

    @Test
    void givesEqualNumbersWithOneExecutorThreadAndWithTwo() throws IOException {
        System.setProperty("spark.master", "local[1]");
        try {
            evaluate("--conf-file", suite("one", "a {c}"), "--set", "cache=" + path("cache-of-one"));
        } finally {
            System.clearProperty("spark.master");
        }

        assertThat(cells("one")).hasSize(CELLS).isEqualTo(cells("shared"));
    }

    @Test
    void endsWithThreeWhereAGateIsMissedAndNamesTheFigure() throws IOException {
        Path gate = Files.writeString(folder.resolve("gate.yaml"), """
                checkpoints: last
                thresholds:
                  new/zeroshot_classification/acc1: {min: 1.1}
                  new/zeroshot_retrieval/image_retrieval_recall@10: {min: 0}
                """);

        assertThat(evaluate("--conf-file", suite("shared", "a {c}"), "--gate", gate.toString()))
                .isEqualTo(3);

        assertThat(err.toString().lines().filter(line -> line.startsWith("clip: gate:")))
                .singleElement()
                .asString()
                .contains("new/zeroshot_classification/acc1 of run/epoch-0002 in en is ")
                .endsWith(", at least 1.1000");
    }

    @Test
    void evaluatesEachWatchedCheckpointOnce() throws IOException {
        String suite = suite("watched", "a {c}");
        Path watched = folder.resolve("arriving");
        assertThat(watch(suite, watched)).isZero();

        copy("epoch-0001", watched.resolve("epoch-0001"));
        copy("epoch-0002", watched.resolve("epoch-0002"));
        Files.delete(watched.resolve("epoch-0002/checksums.json"));
        assertThat(watch(suite, watched)).as("the second is not complete").isEqualTo(CELLS / 3);

        Files.copy(
                folder.resolve("run/checkpoints/epoch-0002/checksums.json"),
                watched.resolve("epoch-0002/checksums.json"));
        copy("epoch-0002", watched.resolve("epoch-0003"));
        Files.delete(cell("watched", "whole/arriving/epoch-0001/en/zeroshot_classification.json"));
        assertThat(watch(suite, watched)).isEqualTo(2 * CELLS / 3 + 1);
        assertThat(watch(suite, watched)).isZero();
        assertThat(cells("watched")).hasSize(CELLS);
        assertThat(Files.readAllLines(folder.resolve("watched/history.jsonl"))).hasSize(CELLS);
    }

    @Test
    void comparesCheckpointsQueryByQuery() throws IOException {
        assertThat(evaluate("compare", "--results", path("shared"), "--json", "run/epoch-0001", "run/epoch-0002"))
                .as(err.toString())
                .isZero();
        JsonNode comparisons = JSON.readTree(out.toString()).path("comparisons");
        assertThat(comparisons.findValuesAsText("metric")).contains("acc1", "image_retrieval_recall@5", "lp_acc1");
        assertThat(comparisons.findValuesAsText("verdict")).isSubsetOf("better", "worse", "no_difference");

        evaluate("--conf-file", suite("others", "a picture of a {c}"));
        assertThat(evaluate(
                        "compare",
                        "--results",
                        path("others"),
                        "--results-a",
                        path("shared"),
                        "--cell",
                        "new/en/zeroshot_classification",
                        "run/epoch-0001",
                        "run/epoch-0001"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("they differ in prompts").contains("--allow-different");
    }

    @Test
    void saysWhatItWouldComputeAndComputesNothing() throws IOException {
        assertThat(evaluate("--conf-file", suite("dry", "a {c}"), "--dry-run", "--json"))
                .isZero();

        assertThat(JSON.readTree(out.toString()).path("missing"))
                .hasSize(CELLS)
                .first()
                .extracting(JsonNode::asText)
                .isEqualTo("new/run/epoch-0000/en/zeroshot_classification");
        assertThat(folder.resolve("dry/cells")).doesNotExist();

        evaluate("--conf-file", suite("shared", "a {c}"), "--dry-run", "--json");
        assertThat(JSON.readTree(out.toString()).path("missing")).isEmpty();
        evaluate("--conf-file", suite("shared", "a {c}"), "--dry-run", "--json", "--no-skip-existing");
        assertThat(JSON.readTree(out.toString()).path("missing")).hasSize(CELLS);
    }

    @Test
    void answersAMistakeInOneLine() throws IOException {
        assertThat(evaluate()).isEqualTo(2);
        assertThat(err.toString()).startsWith("clip: error: Missing --conf-file");

        assertThat(evaluate("--conf-file", suite("wrong", "a {c}"), "--set", "tokenizer.vocabulary=missing.txt"))
                .isNotZero();
        assertThat(err.toString()).startsWith("clip: error: ").contains("missing.txt");
        assertThat(err.toString().lines()).hasSize(1);
    }

    private int computed(String suite) throws IOException {
        assertThat(evaluate("--conf-file", suite, "--json")).as(err.toString()).isZero();
        return JSON.readTree(out.toString()).path("computed").asInt();
    }

    private int watch(String suite, Path watched) throws IOException {
        assertThat(evaluate("--conf-file", suite, "--watch", watched.toString(), "--once", "--json"))
                .as(err.toString())
                .isZero();
        return JSON.readTree(out.toString()).path("computed").asInt();
    }

    private int evaluate(String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        CommandLine command = ClipJob.commandLine();
        command.setOut(new PrintWriter(out, true));
        command.setErr(new PrintWriter(err, true));
        List<String> all = new ArrayList<>(List.of("evaluate"));
        all.addAll(List.of(arguments));
        return command.execute(all.toArray(new String[0]));
    }

    private static String suite(String output, String template) throws IOException {
        return Files.writeString(folder.resolve(output + "-suite.yaml"), """
                output: %1$s/%2$s
                cache: %1$s/cache
                tokenizer: {vocabulary: %1$s/vocabulary.txt}
                checkpoints: [{name: run, path: %1$s/run/checkpoints}]
                datasets:
                  - name: new
                    shards: %1$s/labelled
                    split: validation
                    tasks: [zeroshot_classification, zeroshot_retrieval, linear_probe, ood_detection]
                    languages: [{name: en, templates: ["%3$s"]}]
                    slices: source_file
                    probe: {shots: [0, 1], validationShare: 0, learningRate: 0.1, epochs: 3, seed: 1}
                    outliers: {shards: %1$s/shards, split: train}
                  - name: whole
                    shards: %1$s/labelled
                    split: all
                    tasks: [zeroshot_classification]
                    languages: [{name: en, templates: ["%3$s"]}]
                  - name: many
                    shards: %1$s/labelled
                    split: all
                    tasks: [zeroshot_classification]
                    labelsFile: %1$s/labels.json
                    languages:
                      - {name: en, templates: ["%3$s"]}
                      - {name: xx, templates: ["%3$s"], classNamesFile: %1$s/names.txt}
                batchSize: 32
                intervals: {resamples: 100, confidence: 0.95, seed: 1}
                aggregates:
                  - {name: both, task: zeroshot_classification, metric: acc1, language: en, datasets: [new, whole]}
                """.formatted(folder, output, template))
                .toString();
    }

    private static String path(String name) {
        return folder.resolve(name).toString();
    }

    private static Path cell(String output, String name) {
        return folder.resolve(output).resolve("cells").resolve(name);
    }

    /** Everything that was measured, by file, without what depends on the clock. */
    private static Map<String, String> cells(String output) throws IOException {
        Map<String, String> cells = new TreeMap<>();
        Path root = folder.resolve(output).resolve("cells");
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(EvaluateIT::isCell).toList()) {
                ObjectNode node = (ObjectNode) JSON.readTree(file.toFile());
                cells.put(
                        root.relativize(file).toString(),
                        node.without(CellFormat.CLOCK_KEYS).toString());
            }
        }
        return cells;
    }

    private static boolean isCell(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.endsWith(".json") && !name.endsWith(".thumbnails.json") && !name.startsWith(".");
    }

    private static void copy(String checkpoint, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(folder.resolve("run/checkpoints").resolve(checkpoint))) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }
}
