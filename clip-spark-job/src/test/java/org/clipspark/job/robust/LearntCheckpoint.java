package org.clipspark.job.robust;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.clipspark.image.ImageBounds;
import org.clipspark.image.ImageDecoder;
import org.clipspark.image.ImageOutcome;
import org.clipspark.job.data.Sample;
import org.clipspark.job.data.ShardReader;
import org.clipspark.job.train.SmallRun;
import org.clipspark.model.ClipModel;
import org.clipspark.model.ModelConfig;
import org.clipspark.model.checkpoint.Checkpoint;
import org.clipspark.model.checkpoint.CheckpointAudit;
import org.clipspark.model.checkpoint.CheckpointFiles;
import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.BackendSettings;
import org.clipspark.model.compute.ElementType;
import org.clipspark.model.compute.FloatVector;
import org.clipspark.model.input.ClipBatch;
import org.clipspark.model.input.ClipTokenizer;
import org.clipspark.model.input.ImageTransform;
import org.clipspark.model.loss.ContrastiveLoss;
import org.clipspark.model.optim.Optimizer;
import org.clipspark.model.optim.OptimizerSettings;
import org.clipspark.prep.shard.ShardSplit;

/** A tiny model that has learnt the validation images of a {@link SmallRun} by heart, so that there is accuracy to lose. */
public final class LearntCheckpoint {
    private static final int BATCH = 36;
    private static final int STEPS = 120;

    private LearntCheckpoint() {}

    public static Path write(SmallRun run, Path folder) {
        ModelConfig config = ModelConfig.load(run.folder("model.json"));
        try (Backend backend = Backend.named("onednn", new BackendSettings(ElementType.FLOAT32, 1))) {
            ClipModel model = ClipModel.create(config, backend, BATCH);
            model.initialise(7);
            Optimizer optimizer = Optimizer.of(
                    new OptimizerSettings("adamw", 0.9, 0.98, 1e-6, 0.01, Optional.empty()),
                    backend,
                    model.parameters());
            ClipBatch[] batches = {batch(run, config, 0), batch(run, config, BATCH)};
            for (int step = 0; step < STEPS; step++) {
                ClipBatch batch = batches[step % batches.length];
                model.clearGradients();
                model.gradients(batch.images(), batch.texts(), BATCH, ContrastiveLoss.named("softmax"));
                optimizer.step(3e-3);
            }
            save(model, folder);
        }
        return folder;
    }

    /** The rows from there on, each with the prompt of its class. */
    private static ClipBatch batch(SmallRun run, ModelConfig config, int from) {
        ImageTransform transform = ImageTransform.evaluation(
                config.vision().size(), config.vision().patchSize());
        ClipTokenizer tokenizer = ClipTokenizer.load(run.folder("vocabulary.txt"));
        int context = config.text().contextLength();
        ClipBatch batch = new ClipBatch(BATCH, transform.length(), context);
        Iterator<Sample> rows = ShardReader.open(run.folder("shards").toString(), List.of(), new Configuration())
                .rows(ShardSplit.VALIDATION, from, from + BATCH);
        for (int i = 0; i < BATCH; i++) {
            Sample sample = rows.next();
            ImageOutcome image = new ImageDecoder(ImageBounds.DEFAULT).decode(sample.image());
            transform.apply(((ImageOutcome.Decoded) image).image(), 0, batch.images(), i * transform.length());
            int[] tokens = tokenizer.encode("a " + sample.className().orElseThrow(), context);
            System.arraycopy(tokens, 0, batch.texts(), i * context, context);
        }
        return batch;
    }

    private static void save(ClipModel model, Path folder) {
        float[] values = new float[(int) model.parameterVector().size()];
        model.parameterVector().read(0, values, 0, values.length);
        Checkpoint.save(
                CheckpointFiles.folder(folder),
                ClipModel.layoutOf(model.config()),
                Map.of(Checkpoint.MODEL, FloatVector.of(values)),
                Map.of(
                        CheckpointAudit.MODEL_CONFIG,
                        model.config().toJson(),
                        "state",
                        "{\"epoch\": 1, \"step\": " + STEPS + ", \"samples_seen\": " + STEPS * BATCH + "}"));
    }
}
