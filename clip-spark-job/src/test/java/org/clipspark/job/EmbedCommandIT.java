package org.clipspark.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.clipspark.job.embed.SmallCheckpoint;
import org.clipspark.job.train.SmallRun;
import org.clipspark.prep.PrepConfig;
import org.clipspark.prep.PrepareData;
import org.clipspark.prep.config.StrictYaml;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code clip embed}, {@code clip score} and {@code clip search}, each on what the one before wrote. */
@Timeout(value = 420, unit = TimeUnit.SECONDS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class EmbedCommandIT {
    private static final int ROWS = 222;

    @TempDir
    static Path folder;

    private static Path checkpoint;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void prepare() throws IOException {
        try (SparkSession session = SparkSessions.open("prepare", Optional.of(2))) {
            SmallRun run = SmallRun.prepare(session, folder);
            checkpoint = SmallCheckpoint.write(folder.resolve("checkpoint"), run.folder("model.json"), 5);
        }
    }

    @Test
    @Order(1)
    void embedsAndAnswersWithFigures() throws IOException {
        JsonNode result = json(embed("all"));

        assertThat(result.get("rows").asInt()).isEqualTo(ROWS);
        assertThat(result.get("images_encoded").asInt()).isEqualTo(ROWS);
        assertThat(result.get("skipped").asInt()).isZero();
        assertThat(result.get("encoder_share").asDouble()).isGreaterThan(0);
        assertThat(folder.resolve("embeddings/embeddings.json")).exists();

        assertThat(json(embed("all")).get("images_encoded").asInt()).isZero();
    }

    private String[] embed(String split) {
        return new String[] {
            "embed",
            "--checkpoint",
            checkpoint.toString(),
            "--vocabulary",
            path("vocabulary.txt"),
            "--shards",
            path("shards"),
            "--split",
            split,
            "--output",
            path("embeddings"),
            "--batch-size",
            "32",
            "--json"
        };
    }

    @Test
    @Order(2)
    void refusesOtherEmbeddingsInTheSameFolder() {
        assertThat(run(embed("train"))).isEqualTo(2);

        assertThat(err.toString())
                .isEqualToNormalizingNewlines("clip: error: " + path("embeddings")
                        + " holds other embeddings: they differ in split; choose another folder\n");
        assertThat(run(embed("test"))).isEqualTo(2);
        assertThat(err.toString()).endsWith("Unknown split 'test' (expected: train, validation, all)\n");
    }

    @Test
    @Order(3)
    void scoresSoThatPreparationKeepsTheBestHalf() throws IOException {
        JsonNode result = json(
                "score",
                "--embeddings",
                path("embeddings"),
                "--shards",
                path("shards"),
                "--output",
                path("scored"),
                "--json");
        assertThat(result.get("rows").asInt()).isEqualTo(ROWS);
        assertThat(result.get("scored").asInt()).isEqualTo(ROWS);
        assertThat(result.get("mean_similarity").asDouble()).isBetween(-1.0, 1.0);

        try (SparkSession session = SparkSessions.open("filter", Optional.of(2))) {
            Map<String, Double> scores = new HashMap<>();
            for (Row row : session.read().parquet(path("scored/train")).collectAsList()) {
                scores.put(row.getAs("key"), row.getAs("similarity"));
            }
            assertThat(scores).hasSize(150);
            List<Row> embedded = session.read()
                    .parquet(path("embeddings/parts"))
                    .where("split = 'train'")
                    .collectAsList();
            for (Row row : embedded) {
                assertThat(scores.get(row.<String>getAs("key"))).isEqualTo(cosine(row));
            }
            List<String> best = scores.entrySet().stream()
                    .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                    .limit(75)
                    .map(Map.Entry::getKey)
                    .toList();

            PrepareData.run(session, bestHalf(), Clock.systemUTC());

            List<String> kept = session.read().parquet(path("best/train")).select("key").collectAsList().stream()
                    .map(row -> row.getString(0))
                    .toList();
            assertThat(kept).containsExactlyInAnyOrderElementsOf(best);
        }
    }

    private static double cosine(Row row) {
        List<Float> image = row.getList(row.fieldIndex("image_embedding"));
        List<scala.collection.Seq<Float>> texts = row.getList(row.fieldIndex("text_embeddings"));
        double sum = 0;
        for (int i = 0; i < image.size(); i++) {
            sum += (double) image.get(i) * texts.get(0).apply(i);
        }
        return sum;
    }

    private static PrepConfig bestHalf() throws IOException {
        Path file = Files.writeString(folder.resolve("best.yaml"), """
                source: {path: %1$s/scored/train/*.parquet, kind: parquet, templates: [], columns: {}}
                output: %1$s/best
                mode: incremental
                seed: 1
                image:
                  resize: shortest_side
                  size: 32
                  onlyIfBigger: true
                  interpolation: bicubic
                  alpha: drop
                  minSize: 1
                  maxAspect: 65535.0
                  format: png
                  quality: 95
                  skipReencode: false
                  maxPixels: 1000000
                  maxBytes: 1000000
                caption: {maximumLength: 1000}
                filter: {steps: [{name: best, top: {column: similarity, fraction: 0.5, ties: first-found}}]}
                split: {validationFraction: 0.0}
                shards: {rowsPerShard: 100, rowGroupBytes: 65536}
                stage: {rowsPerPart: 1000, keep: false}
                """.formatted(folder));
        return StrictYaml.load(file, List.of(), PrepConfig.class);
    }

    @Test
    @Order(4)
    void findsByWordsExactlyAndByAnIndex() throws IOException {
        String[] words = {"search", "--embeddings", path("embeddings"), "--text", "a red circle", "--count", "3"};
        JsonNode exact = json(with(words, "--json")).get("hits");
        JsonNode indexed = json(with(words, "--json", "--index", path("index"))).get("hits");

        assertThat(exact).hasSize(3);
        assertThat(exact.get(0).get("score").asDouble())
                .isGreaterThanOrEqualTo(exact.get(2).get("score").asDouble());
        assertThat(indexed.findValuesAsText("key")).isEqualTo(exact.findValuesAsText("key"));
        assertThat(json(
                                "search",
                                "--embeddings",
                                path("embeddings"),
                                "--index",
                                path("index"),
                                "--check-recall",
                                "40",
                                "--json")
                        .get("recall_at_10")
                        .asDouble())
                .isGreaterThanOrEqualTo(0.9);
    }

    @Test
    @Order(5)
    void searchSaysWhatIsMissing() {
        assertThat(run("search", "--embeddings", path("embeddings"))).isEqualTo(2);
        assertThat(err.toString())
                .isEqualToNormalizingNewlines(
                        "clip: error: Expected one of --text and --image, or --check-recall, got 0 queries\n");
        assertThat(run("search", "--embeddings", path("shards"), "--text", "x")).isEqualTo(2);
        assertThat(err.toString()).contains("No embeddings at " + path("shards"));
    }

    private static String[] with(String[] some, String... more) {
        String[] all = Arrays.copyOf(some, some.length + more.length);
        System.arraycopy(more, 0, all, some.length, more.length);
        return all;
    }

    private static String path(String name) {
        return folder.resolve(name).toString();
    }

    private JsonNode json(String... arguments) throws IOException {
        out.getBuffer().setLength(0);
        assertThat(run(arguments)).as(err::toString).isZero();
        return new ObjectMapper().readTree(out.toString());
    }

    private int run(String... arguments) {
        CommandLine command = ClipJob.commandLine();
        command.setOut(new PrintWriter(out, true));
        command.setErr(new PrintWriter(err, true));
        return command.execute(arguments);
    }
}
