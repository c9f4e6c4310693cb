package org.clipspark.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.assertj.core.data.Offset;
import org.clipspark.job.train.SmallRun;
import org.clipspark.model.ClipModel;
import org.clipspark.model.ModelConfig;
import org.clipspark.model.ModelCost;
import org.clipspark.model.StepMemory;
import org.clipspark.model.layer.Activations;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code clip plan} of a run of 2 replicas with 2 x 4 steps of 16 pairs and an average after every third. */
class PlanCommandIT {
    private static final long MIB = 1L << 20;

    @TempDir
    static Path folder;

    private static Path confFile;
    private static long parameters;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void prepare() throws IOException {
        try (SparkSession session = SparkSessions.open("prepare", Optional.of(2))) {
            SmallRun.prepare(session, folder).config("small");
        }
        confFile = folder.resolve("small.yaml");
        parameters = ClipModel.layoutOf(model()).trainedSize();
    }

    private static ModelConfig model() {
        return ModelConfig.load(folder.resolve("model.json"));
    }

    @Test
    void measuresAStepAndSaysWhatTheRunTakes() throws IOException {
        assertThat(plan()).isZero();

        JsonNode plan = json();
        assertThat(plan.path("rows").asLong()).isEqualTo(150);
        assertThat(plan.path("steps_per_epoch").asLong()).isEqualTo(4);
        assertThat(plan.path("total_steps").asLong()).isEqualTo(8);
        assertThat(plan.path("pairs_per_average").asLong()).isEqualTo(2 * 16 * 3);
        assertThat(plan.path("averages").asLong()).isEqualTo(4);
        assertThat(plan.path("parameters").asLong()).isEqualTo(parameters);
        assertThat(plan.path("seconds_per_step").asDouble()).isBetween(1e-5, 60.0);
        assertThat(plan.path("seconds_per_average").asDouble()).isBetween(1e-6, 60.0);
        assertThat(plan.path("problems")).isEmpty();
        assertThat(folder.resolve("small")).doesNotExist();
    }

    @Test
    void countsTheBytesThatAReplicaSends() throws IOException {
        plan("--seconds-per-step=1");
        // Parameters and both moments, half of each to the other replica and the mean of the other half back.
        assertThat(json().path("bytes_per_average").asLong()).isEqualTo(4 * 3 * parameters);

        plan("--seconds-per-step=1", "--set=sync.wire=bfloat16");
        assertThat(json().path("bytes_per_average").asLong()).isEqualTo(2 * 3 * parameters);

        plan("--seconds-per-step=1", "--set=train.optimizerState=reset", "--set=train.ema=0.9");
        assertThat(json().path("bytes_per_average").asLong()).isEqualTo(4 * 2 * parameters);

        plan("--seconds-per-step=1", "--set=train.replicas=1");
        assertThat(json().path("bytes_per_average").asLong()).isZero();
    }

    @Test
    void locksAreNeitherTrainedNorSent() throws IOException {
        plan("--seconds-per-step=1", "--set=train.lock.image=true", "--set=train.optimizerState=reset");

        JsonNode plan = json();
        assertThat(plan.path("trained_parameters").asLong()).isLessThan(parameters);
        assertThat(plan.path("bytes_per_average").asLong())
                .isEqualTo(4 * plan.path("trained_parameters").asLong());
    }

    @Test
    void predictsAveragesByTheLinkWhereItIsSlowerThanTheWork() throws IOException {
        // A thousandth of a gigabit carries 125,000 bytes in a second.
        plan("--seconds-per-step=1", "--master=spark://host:7077", "--gigabits=0.001");

        double seconds = 4 * 3 * parameters / 125_000.0;
        assertThat(json().path("seconds_per_average").asDouble()).isEqualTo(seconds, within(seconds * 1e-9));
        assertThat(json().path("averaging_overhead").asDouble()).isEqualTo(seconds / (seconds + 3), within(1e-9));
        assertThat(json().path("suggested_averaging_frequency").asLong()).isEqualTo((long) Math.ceil(19 * seconds));
    }

    private static Offset<Double> within(double tolerance) {
        return Offset.offset(tolerance);
    }

    @Test
    void foreseesTheMemoryThatAModelAllocates() throws IOException {
        plan("--seconds-per-step=1", "--set=train.batchSize=64", "--set=train.accumulation=2", "--set=train.ema=0.9");

        JsonNode replica = json().path("replica");
        long activations = 4 * ModelCost.arena(model(), new StepMemory(64, 2, Activations.KEPT));
        assertThat(replica.path("activations_mib").asLong()).isEqualTo((activations + MIB - 1) / MIB);
        assertThat(replica.path("moments_mib").asLong()).isEqualTo((8 * parameters + MIB - 1) / MIB);
        assertThat(replica.path("moving_average_mib").asLong()).isEqualTo((4 * parameters + MIB - 1) / MIB);
        assertThat(json().path("process").path("replicas").asInt()).isEqualTo(3);
    }

    @Test
    void refusesAnOverheadWithWhichYarnWouldKillTheExecutorsAndNamesTheFlag() throws IOException {
        assertThat(plan("--seconds-per-step=1", "--master=yarn", "--spark-conf=spark.executor.memoryOverhead=64m"))
                .isEqualTo(2);

        assertThat(err.toString())
                .startsWith("clip: error: spark.executor.memoryOverhead is 64 MiB, but the executor takes ")
                .containsPattern("set spark\\.executor\\.memoryOverhead=\\d+m\n$");
        assertThat(err.toString().lines()).hasSize(1);
        String flag = json().path("problems").get(0).asText().replaceAll(".*set ", "");

        assertThat(plan("--seconds-per-step=1", "--master=yarn", "--spark-conf=" + flag))
                .isZero();
    }

    @Test
    void takesSparksSettingsFromAFile() throws IOException {
        Path properties = Files.writeString(
                folder.resolve("spark.conf"), "# memory\nspark.master  yarn\nspark.executor.memory 256m\n");

        assertThat(plan("--seconds-per-step=1", "--spark-properties=" + properties))
                .isEqualTo(2);

        assertThat(err.toString())
                .contains("spark.executor.memory is 256 MiB")
                .contains("set spark.executor.memory=512m");
    }

    @Test
    void refusesASettingThatIsNone() {
        assertThat(plan("--spark-conf=memory=4g")).isEqualTo(2);

        assertThat(err.toString())
                .isEqualToNormalizingNewlines("clip: error: --spark-conf must be spark.KEY=VALUE, got 'memory=4g'\n");
    }

    private int plan(String... options) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        CommandLine command = ClipJob.commandLine();
        command.setOut(new PrintWriter(out, true));
        command.setErr(new PrintWriter(err, true));
        List<String> arguments = new ArrayList<>(List.of("plan", "--json", "--conf-file", confFile.toString()));
        arguments.addAll(List.of(options));
        return command.execute(arguments.toArray(String[]::new));
    }

    private JsonNode json() throws IOException {
        return new ObjectMapper().readTree(out.toString());
    }
}
