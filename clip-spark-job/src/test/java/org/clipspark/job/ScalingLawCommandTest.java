package org.clipspark.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.clipspark.job.report.MetricsEntry;
import org.clipspark.job.report.MetricsLog;
import org.clipspark.job.report.RunRecord;
import org.clipspark.model.ModelConfig;
import org.clipspark.model.ModelCost;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScalingLawCommandTest {
    private static final Path MODEL = Path.of("../conf/model/small.json");

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        return ClipJob.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    private JsonNode json() throws IOException {
        return new ObjectMapper().readTree(out.toString());
    }

    /** Eight models of E = 2 C^-0.111. */
    private Path table() throws IOException {
        StringBuilder text = new StringBuilder("model,compute,accuracy\n");
        for (int i = 0; i < 8; i++) {
            double compute = 1e9 * Math.pow(3, i);
            text.append(String.format(
                    Locale.ROOT, "<b>%d,%.6e,%.9f%n", i, compute, 100 * (1 - 2 * Math.pow(compute, -0.111))));
        }
        return Files.writeString(folder.resolve("models.csv"), text);
    }

    /** A run of that many pairs on two replicas in an hour. */
    private Path finished(String name, double samples, double top1, String hash) throws IOException {
        Path run = Files.createDirectories(folder.resolve(name));
        new RunRecord(
                        Map.of(
                                "model", Map.of("config", MODEL.toString()),
                                "train", Map.of("replicas", 2, "patchDropout", -1.0),
                                "loss", Map.of("name", "softmax")),
                        Map.of(),
                        new RunRecord.Inputs(
                                "",
                                List.of(),
                                RunRecord.Tombstones.NONE,
                                hash,
                                "",
                                "",
                                List.of(),
                                RunRecord.Weights.DRAWN),
                        new RunRecord.Build("0123abc", Map.of(), Instant.EPOCH),
                        Map.of(),
                        List.of())
                .save(run);
        try (MetricsLog log = MetricsLog.create(run)) {
            log.append(new MetricsEntry(MetricsEntry.Kind.EVALUATION, 0, 0, Map.of("zeroshot_top1", 0.01)));
            log.append(new MetricsEntry(
                    MetricsEntry.Kind.EPOCH, 5, 1, Map.of("samples_seen", samples, "train_seconds", 3600.0)));
            log.append(new MetricsEntry(MetricsEntry.Kind.EVALUATION, 5, 1, Map.of("zeroshot_top1", top1)));
        }
        return run;
    }

    private Path finished(String name, double samples, double top1) throws IOException {
        return finished(name, samples, top1, ModelConfig.load(MODEL).hash());
    }

    @Test
    void fitsATableAndPredicts() throws IOException {
        Path page = folder.resolve("law.html");

        assertThat(run(
                        "scaling-law",
                        "--csv=" + table(),
                        "--accuracy=accuracy",
                        "--unit=percent",
                        "--model=model",
                        "--hold-out=2",
                        "--predict=1e14",
                        "--output=" + page,
                        "--json"))
                .as(err.toString())
                .isZero();

        JsonNode fit = json().get("fits").get(0);
        assertThat(fit.get("alpha").asDouble()).isCloseTo(-0.111, within(1e-5));
        assertThat(fit.get("beta").asDouble()).isCloseTo(2, within(1e-3));
        assertThat(fit.get("frontier").asInt()).isEqualTo(8);
        assertThat(fit.get("held_out")).hasSize(2);
        assertThat(fit.get("held_out").get(1).get("difference_points").asDouble())
                .isCloseTo(0, within(1e-3));
        assertThat(fit.get("predictions").get(0).get("error").asDouble())
                .isCloseTo(2 * Math.pow(1e14, -0.111), within(1e-5));
        assertThat(Files.readString(page))
                .contains("<svg ", "E = 2.000 C^-0.1110", "Errors by accuracy", "&lt;b&gt;7", "Predicted at 1.000e+14")
                .doesNotContain("<b>7", "<script src", "<link");
    }

    @Test
    void fitsRunsByTheirOperations() throws IOException {
        ModelCost.Pair cost = ModelCost.ofPair(ModelConfig.load(MODEL));
        double perPair = 3e-9 * (cost.imageOperations() + cost.textOperations());
        String[] arguments = {"scaling-law", "", "", "", "--cost-per-hour=2", "--group=loss.name", "--json"};
        for (int i = 1; i <= 3; i++) {
            double samples = 1000 * Math.pow(10, i);
            arguments[i] = finished("r" + i, samples, 1 - 0.9 * Math.pow(samples, -0.05))
                    .toString();
        }

        assertThat(run(arguments)).as(err.toString()).isZero();

        JsonNode fit = json().get("fits").get(0);
        assertThat(fit.get("group").asText()).isEqualTo("softmax");
        assertThat(fit.get("alpha").asDouble()).isCloseTo(-0.05, within(1e-9));
        JsonNode first = json().get("efficiency").get(0);
        assertThat(first.get("compute_gflop").asDouble()).isCloseTo(1e4 * perPair, within(1e-6 * perPair));
        assertThat(first.get("pairs_per_second_per_replica").asDouble()).isCloseTo(1e4 / 3600 / 2, within(1e-9));
        assertThat(first.get("cost").asDouble()).isCloseTo(4, within(1e-9));
        double points = 100 * (1 - first.get("error").asDouble());
        assertThat(first.get("cost_per_accuracy_point").asDouble()).isCloseTo(4 / points, within(1e-9));
    }

    @Test
    void comparesTwoRunsThoughTheyMakeNoLaw() throws IOException {
        assertThat(run(
                        "scaling-law",
                        finished("a", 100, 0.1).toString(),
                        finished("b", 200, 0.2).toString()))
                .as(err.toString())
                .isZero();

        assertThat(out.toString())
                .contains("fits.1.note", "needs at least 3 models on the frontier, got 2")
                .contains("efficiency.2.run", "efficiency.2.pairs_per_second");
    }

    @Test
    void refusesARunWhoseModelHasChanged() throws IOException {
        assertThat(run("scaling-law", finished("a", 100, 0.1, "feed").toString()))
                .isEqualTo(2);

        assertThat(err.toString()).contains("was trained with another").contains("its hash was feed");
    }

    @Test
    void saysWhatIsMissing() throws IOException {
        String table = "--csv=" + table();

        assertThat(run("scaling-law")).isEqualTo(2);
        assertThat(run("scaling-law", table, "--accuracy=accuracy")).isEqualTo(2);
        assertThat(run("scaling-law", table, "--unit=percent")).isEqualTo(2);
        assertThat(run("scaling-law", table, "--unit=fraction", "--accuracy=accuracy"))
                .isEqualTo(2);
        assertThat(run("scaling-law", finished("a", 100, 0.1).toString(), "--accuracy=none"))
                .isEqualTo(2);
        assertThat(run("scaling-law", folder.resolve("no-run").toString())).isEqualTo(1);

        assertThat(err.toString().lines())
                .hasSize(6)
                .anyMatch(line -> line.contains("Give folders of runs or one --csv FILE"))
                .anyMatch(line -> line.contains("Missing --unit"))
                .anyMatch(line -> line.contains("Missing --error or --accuracy"))
                .anyMatch(line -> line.contains("expected 0 to 1 as a fraction"))
                .anyMatch(line -> line.contains("has no evaluation with none"))
                .anyMatch(line -> line.contains("No run at"));
    }
}
