package org.clipspark.job.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.clipspark.job.config.JobConfig;
import org.clipspark.job.demo.DemoScenes;
import org.clipspark.job.report.MetricsEntry;
import org.clipspark.job.report.MetricsLog;
import org.clipspark.model.input.BytePairTrainer;
import org.clipspark.prep.PrepConfig;
import org.clipspark.prep.PrepareData;
import org.clipspark.prep.config.StrictYaml;

/** Drawn scenes, prepared shards, a vocabulary and a tiny model: all that a run of a few seconds needs. */
public final class SmallRun {
    static final int TRAIN_PAIRS = 150;

    private final Path folder;

    private SmallRun(Path folder) {
        this.folder = folder;
    }

    public static SmallRun prepare(SparkSession session, Path folder) throws IOException {
        DemoScenes.write(folder.resolve("raw"), 1, TRAIN_PAIRS, 72);
        Path prep = Files.writeString(folder.resolve("prep.yaml"), """
                source: {path: %1$s/raw/train-*.tar, kind: webdataset, templates: [], columns: {}}
                validation: {path: %1$s/raw/val.tar, kind: webdataset, templates: [], columns: {}}
                output: %1$s/shards
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
                split: {validationFraction: 0.0}
                shards: {rowsPerShard: 40, rowGroupBytes: 65536}
                stage: {rowsPerPart: 1000, keep: false}
                """.formatted(folder));
        PrepareData.run(session, StrictYaml.load(prep, List.of(), PrepConfig.class), Clock.systemUTC());
        BytePairTrainer trainer = new BytePairTrainer(560);
        DemoScenes.PROMPT_TEMPLATES.forEach(
                template -> DemoScenes.classNames().forEach(name -> trainer.add(template.replace("{c}", name))));
        trainer.train(folder.resolve("vocabulary.txt"));
        Files.writeString(folder.resolve("model.json"), """
                {"embed_dim": 16,
                 "vision_cfg": {"image_size": 32, "patch_size": 16, "width": 32, "layers": 1, "head_width": 16},
                 "text_cfg": {"context_length": 16, "vocab_size": 560, "width": 32, "heads": 2, "layers": 1}}
                """);
        return new SmallRun(folder);
    }

    /** The run's settings, with some replaced. */
    public JobConfig config(String name, String... overrides) throws IOException {
        Path file = Files.writeString(folder.resolve(name + ".yaml"), """
                run: {directory: %1$s/%2$s, seed: 3, overwrite: false}
                model: {config: %1$s/model.json, weights: ""}
                tokenizer: {vocabulary: %1$s/vocabulary.txt}
                data:
                  shards: %1$s/shards
                  sources: []
                  resampled: false
                  samplesPerEpoch: 0
                  tombstones: ""
                  decodeThreads: 1
                  prefetchBatches: 2
                  augmentation:
                    minimumScale: 0.8
                    maximumScale: 1.0
                    minimumRatio: 0.75
                    maximumRatio: 1.33
                    flipProbability: 0.5
                    colourJitter: {probability: 0, brightness: 0.4, contrast: 0.4, saturation: 0.4, hue: 0.1}
                    greyscaleProbability: 0
                train:
                  backend: onednn
                  precision: fp32
                  replicas: 2
                  minimumReplicas: 1
                  taskResources: {cores: 0, gpus: 0}
                  threadsPerReplica: 1
                  batchSize: 16
                  accumulation: 1
                  activationCheckpointing: false
                  epochs: 2
                  mode: averaging
                  averagingFrequency: 3
                  averageEveryStepUntil: 0
                  outer: {rule: none, learningRate: 0.7, momentum: 0.9}
                  replicaGroup: ring
                  optimizerState: average
                  lock: {image: false, imageUnlockedGroups: 0, freezeBatchNorm: false, text: false, textUnlockedLayers: 0}
                  patchDropout: -1
                  ema: 0
                sync: {wire: float32, timeoutSeconds: 120}
                optimizer:
                  name: adamw
                  learningRate: 1.0e-3
                  beta1: 0.9
                  beta2: 0.98
                  epsilon: 1.0e-6
                  weightDecay: 0.2
                  weightDecayRule: dimensions
                  imageLayerDecay: 1
                  textLayerDecay: 1
                  schedule: cosine
                  warmupSteps: 2
                  cooldown: {steps: 0, power: 1, endLearningRate: 0}
                  gradientClipNorm: 1
                loss: {name: softmax, maximumLogitScale: 100}
                evaluation: {templates: ["a {c}"], batchSize: 32, everyEpochs: 1}
                checkpoint: {directory: "", everySteps: 0, everyMinutes: 0, keepLast: 0, keepBest: ""}
                faults:
                  maximumRestarts: 3
                  waitSeconds: 240
                  maximumRollbacks: 2
                  learningRateFactor: 0.5
                  lossSpike: 0
                  normSpike: 10
                """.formatted(folder, name));
        return JobConfig.load(file, List.of(overrides));
    }

    TrainResult train(SparkSession session, JobConfig config) {
        return trainer(session, config).run();
    }

    /** A trainer that keeps the run's folder and tells these listeners too. */
    Trainer trainer(SparkSession session, JobConfig config, TrainingListener... listeners) {
        List<TrainingListener> all = new ArrayList<>(List.of(new RunRecorder(Clock.systemUTC())));
        all.addAll(List.of(listeners));
        return new Trainer(JavaSparkContext.fromSparkContext(session.sparkContext()), config, all, Clock.systemUTC());
    }

    /** Bytes of a file of a checkpoint. */
    byte[] checkpoint(String name, String checkpoint, String file) throws IOException {
        return Files.readAllBytes(
                folder(name).resolve("checkpoints").resolve(checkpoint).resolve(file));
    }

    /** A file or folder of the run. */
    public Path folder(String name) {
        return folder.resolve(name);
    }

    /** Everything a run measured, without what depends on the clock. */
    List<MetricsEntry> metrics(String name) {
        return MetricsLog.read(folder(name)).stream()
                .map(MetricsEntry::withoutTimes)
                .toList();
    }

    /** The value of a figure in the last entry that has it. */
    Optional<Double> last(String name, String key) {
        return metrics(name).stream()
                .map(MetricsEntry::values)
                .filter(values -> values.containsKey(key))
                .map((Map<String, Double> values) -> values.getOrDefault(key, Double.NaN))
                .reduce((first, second) -> second);
    }
}
