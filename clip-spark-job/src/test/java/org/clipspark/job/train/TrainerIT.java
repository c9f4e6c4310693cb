package org.clipspark.job.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.clipspark.job.report.MetricsEntry;
import org.clipspark.job.report.RunRecord;
import org.clipspark.model.checkpoint.SafetensorsFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs on an embedded Spark with two slots. */
class TrainerIT {
    @TempDir
    static Path folder;

    private static SparkSession session;
    private static SmallRun run;

    @BeforeAll
    static void prepare() throws IOException {
        session = SparkSession.builder()
                .master("local[2]")
                .appName("TrainerIT")
                .config("spark.ui.enabled", "false")
                .getOrCreate();
        run = SmallRun.prepare(session, folder);
    }

    @AfterAll
    static void stop() {
        session.stop();
    }

    @Test
    void aRunLeavesItsConfigRecordMetricsCheckpointsAndReport() throws IOException {
        TrainResult result = run.train(session, run.config("whole"));

        Path runFolder = run.folder("whole");
        assertThat(runFolder.resolve("config.yaml")).content().contains("averagingFrequency: 3");
        assertThat(runFolder.resolve("run.json")).content().contains("dataManifestHash");
        assertThat(runFolder.resolve("report.html")).content().contains("<html").contains("</html>");
        assertThat(runFolder.resolve("checkpoints/epoch-0002/model.safetensors"))
                .isNotEmptyFile();
        assertThat(run.metrics("whole"))
                .extracting(entry -> entry.kind())
                .containsSubsequence(
                        MetricsEntry.Kind.STEP,
                        MetricsEntry.Kind.EPOCH,
                        MetricsEntry.Kind.EVALUATION,
                        MetricsEntry.Kind.STEP,
                        MetricsEntry.Kind.EPOCH,
                        MetricsEntry.Kind.EVALUATION);
        // 75 rows for each of two replicas: four whole batches of 16 each and epoch.
        assertThat(result.clock().samplesSeen()).isEqualTo(2 * 2 * 4 * 16);
        assertThat(result.figures())
                .containsKeys(
                        "zeroshot_top1",
                        "zeroshot_top5",
                        "mean_per_class_recall",
                        "image_to_text_r1",
                        "image_to_text_r5",
                        "image_to_text_r10",
                        "text_to_image_r1",
                        "text_to_image_r5",
                        "text_to_image_r10",
                        "train_loss",
                        "pairs_per_second",
                        "train_seconds",
                        "samples_seen",
                        "run_dir",
                        "report");
    }

    @Test
    void equalSeedsGiveEqualMetrics() throws IOException {
        run.train(session, run.config("once"));
        run.train(session, run.config("again"));
        run.train(session, run.config("other", "run.seed=4"));

        assertThat(run.metrics("again")).isEqualTo(run.metrics("once"));
        assertThat(run.metrics("other")).isNotEqualTo(run.metrics("once"));
    }

    @Test
    void ringAndRoundsGiveTheSameParameters() throws IOException {
        run.train(session, run.config("ring"));
        run.train(session, run.config("rounds", "train.replicaGroup=rounds"));

        Path last = Path.of("checkpoints", "epoch-0002");
        for (String file : List.of("model.safetensors", "optimizer.safetensors")) {
            assertThat(Files.readAllBytes(run.folder("rounds").resolve(last).resolve(file)))
                    .as(file)
                    .isEqualTo(
                            Files.readAllBytes(run.folder("ring").resolve(last).resolve(file)));
        }
        assertThat(run.metrics("rounds")).isEqualTo(run.metrics("ring"));
    }

    @Test
    void aLargeBatchIsOneStepOfEachReplica() throws IOException {
        TrainResult result = run.train(session, run.config("large", "train.batchSize=75"));

        assertThat(result.clock().samplesSeen()).isEqualTo(2 * 150);
    }

    @Test
    void checkpointedActivationsChangeNoBit() throws IOException {
        run.train(session, run.config("kept", "train.epochs=1"));
        run.train(session, run.config("recomputed", "train.epochs=1", "train.activationCheckpointing=true"));

        assertThat(run.metrics("recomputed")).isEqualTo(run.metrics("kept"));
    }

    @Test
    void accumulatedBatchesAreOneStepOfTheLargeBatch() throws IOException {
        run.train(session, run.config("at-once", "train.batchSize=32"));
        run.train(session, run.config("in-pieces", "train.batchSize=8", "train.accumulation=4"));

        List<MetricsEntry> atOnce = run.metrics("at-once");
        List<MetricsEntry> inPieces = run.metrics("in-pieces");
        assertThat(inPieces).hasSameSizeAs(atOnce);
        for (int i = 0; i < atOnce.size(); i++) {
            assertThat(inPieces.get(i).step()).isEqualTo(atOnce.get(i).step());
        }
        assertThat(run.last("in-pieces", "train_loss").orElseThrow())
                .isCloseTo(run.last("at-once", "train_loss").orElseThrow(), within(1e-4));
    }

    @Test
    void aLockedTowerKeepsItsBitsAndTheRecordSaysWhatLearns() throws IOException {
        run.train(
                session,
                run.config(
                        "locked",
                        "train.lock.image=true",
                        "train.lock.imageUnlockedGroups=1",
                        "optimizer.textLayerDecay=0.5"));

        Path checkpoints = run.folder("locked").resolve("checkpoints");
        SafetensorsFile first = SafetensorsFile.open(checkpoints.resolve("epoch-0000/model.safetensors"));
        SafetensorsFile last = SafetensorsFile.open(checkpoints.resolve("epoch-0002/model.safetensors"));
        for (String name : List.of("visual.conv1.weight", "visual.transformer.resblocks.0.mlp.c_fc.weight")) {
            assertThat(last.floats(name)).as(name).isEqualTo(first.floats(name));
        }
        for (String name : List.of("visual.proj", "token_embedding.weight", "logit_scale")) {
            assertThat(last.floats(name)).as(name).isNotEqualTo(first.floats(name));
        }
        List<RunRecord.ParameterGroup> groups =
                RunRecord.load(run.folder("locked")).parameterGroups();
        assertThat(groups)
                .extracting(RunRecord.ParameterGroup::learningRate, RunRecord.ParameterGroup::weightDecay)
                .containsExactly(
                        tuple(1e-3, 0.2),
                        tuple(1e-3, 0.0),
                        tuple(5e-4, 0.2),
                        tuple(5e-4, 0.0),
                        tuple(2.5e-4, 0.2),
                        tuple(2.5e-4, 0.0),
                        tuple(0.0, 0.0));
        assertThat(groups.get(0).parameters()).containsExactlyInAnyOrder("visual.proj", "text_projection");
        assertThat(groups.get(1).parameters()).containsExactly("logit_scale");
        assertThat(groups.get(6).parameters()).contains("visual.conv1.weight", "visual.ln_post.bias");
    }

    @Test
    void theMovingAverageIsSavedAndMeasuredAndEqualInRingAndRounds() throws IOException {
        String rate = "optimizer.learningRate=3.0e-3";
        run.train(session, run.config("without", rate));
        run.train(session, run.config("ema", rate, "train.ema=0.5"));
        run.train(session, run.config("ema-rounds", rate, "train.ema=0.5", "train.replicaGroup=rounds"));

        Path last = Path.of("checkpoints", "epoch-0002");
        assertThat(run.folder("ema").resolve(last).resolve("model.safetensors"))
                .hasSameBinaryContentAs(run.folder("without").resolve(last).resolve("model.safetensors"));
        assertThat(run.folder("ema-rounds").resolve(last).resolve("ema.safetensors"))
                .hasSameBinaryContentAs(run.folder("ema").resolve(last).resolve("ema.safetensors"));
        assertThat(Files.mismatch(
                        run.folder("ema").resolve(last).resolve("ema.safetensors"),
                        run.folder("ema").resolve(last).resolve("model.safetensors")))
                .isNotNegative();
        assertThat(run.last("ema", "validation_loss")).isNotEqualTo(run.last("without", "validation_loss"));
        assertThat(run.last("ema", "train_loss")).isEqualTo(run.last("without", "train_loss"));
    }

    @Test
    void patchesAreLeftOutEquallyInRingAndRounds() throws IOException {
        run.train(session, run.config("patches", "train.patchDropout=0.5", "train.epochs=1"));
        run.train(
                session,
                run.config("patches-rounds", "train.patchDropout=0.5", "train.epochs=1", "train.replicaGroup=rounds"));
        run.train(session, run.config("patches-all", "train.epochs=1"));

        String weights = "checkpoints/epoch-0001/model.safetensors";
        assertThat(run.folder("patches-rounds").resolve(weights))
                .hasSameBinaryContentAs(run.folder("patches").resolve(weights));
        assertThat(Files.mismatch(
                        run.folder("patches-all").resolve(weights),
                        run.folder("patches").resolve(weights)))
                .isNotNegative();
    }

    @Test
    void theLearningRateStaysAndFallsAtTheEnd() throws IOException {
        run.train(
                session, run.config("cooldown", "optimizer.schedule=constant-cooldown", "optimizer.cooldown.steps=4"));

        assertThat(run.last("cooldown", "learning_rate").orElseThrow()).isCloseTo(0.25e-3, within(1e-12));
    }

    @Test
    void refusesALockThatLeavesNothingLocked() throws IOException {
        assertThatThrownBy(() -> run.train(
                        session, run.config("unlocked", "train.lock.text=true", "train.lock.textUnlockedLayers=3")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("train.lock.textUnlockedLayers = 3 leaves nothing locked: the tower has 3 layer groups");
        assertThat(run.folder("unlocked")).doesNotExist();
    }

    @Test
    void refusesMoreReplicasThanThereAreRowsFor() throws IOException {
        assertThatThrownBy(() -> run.train(session, run.config("crowd", "train.replicas=100")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(
                        "has 150 training samples for each epoch, but train.replicas = 100 need at least two each");
        assertThat(run.folder("crowd")).doesNotExist();
    }

    @Test
    void refusesAWarmUpThatOutlastsTheRun() throws IOException {
        assertThatThrownBy(() -> run.train(session, run.config("warm", "optimizer.warmupSteps=9")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("optimizer.warmupSteps = 9 is longer than the run of 8 steps: lower it, or raise"
                        + " train.epochs");
        assertThat(run.folder("warm")).doesNotExist();
    }

    @Test
    void trainsAndMeasuresWithTheSigmoidLoss() throws IOException {
        String model = Files.readString(folder.resolve("model.json"));
        Path withBias = Files.writeString(
                folder.resolve("siglip.json"),
                model.replaceFirst("\\{", "{\"init_logit_scale\": 2.302585092994046, \"init_logit_bias\": -10,"));

        TrainResult result = run.train(
                session, run.config("siglip", "loss.name=sigmoid", "model.config=" + withBias, "train.epochs=1"));

        // Pairs that are not yet similar: each right one costs about the bias, the wrong ones almost nothing.
        assertThat(result.trainLoss()).isBetween(5.0, 12.0);
        assertThat(result.validation().loss()).isBetween(5.0, 12.0);
    }

    @Test
    void refusesTheSigmoidLossForAModelWithoutBias() throws IOException {
        assertThatThrownBy(() -> run.train(session, run.config("sigmoid", "loss.name=sigmoid")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("loss.name does not fit ")
                .hasMessageContaining("set init_logit_bias in the model config");
        assertThat(run.folder("sigmoid")).doesNotExist();
    }

    @Test
    void refusesAFolderThatHoldsARun() throws IOException {
        run.train(session, run.config("taken"));

        assertThatThrownBy(() -> run.train(session, run.config("taken")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("already holds a run");
    }

    @Test
    void saysThatItDivergedInsteadOfGoingOnWithNumbersThatAreNone() throws IOException {
        assertThatThrownBy(() -> run.train(
                        session,
                        run.config(
                                "diverged",
                                "optimizer.learningRate=1.0e30",
                                "optimizer.gradientClipNorm=0",
                                "optimizer.warmupSteps=0")))
                .isInstanceOf(DivergedException.class)
                .hasMessageContaining("lower optimizer.learningRate");
    }
}
