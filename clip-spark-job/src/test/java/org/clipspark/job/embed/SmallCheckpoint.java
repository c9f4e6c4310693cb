package org.clipspark.job.embed;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.clipspark.model.ClipModel;
import org.clipspark.model.ModelConfig;
import org.clipspark.model.checkpoint.Checkpoint;
import org.clipspark.model.checkpoint.CheckpointAudit;
import org.clipspark.model.checkpoint.CheckpointFiles;
import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.BackendSettings;
import org.clipspark.model.compute.ElementType;
import org.clipspark.model.compute.FloatVector;

/** Writes checkpoints of tiny models with weights drawn at random. */
public final class SmallCheckpoint {
    /** Seed of the moving average of {@link #writeAveraged}. */
    static final int AVERAGE_SEED = 99;

    private SmallCheckpoint() {}

    /** A checkpoint of that architecture, which says that it stands after three epochs. */
    public static Path write(Path folder, Path model, long seed) {
        return write(folder, ModelConfig.load(model), seed, Map.of());
    }

    /** The same with a moving average, that of another seed. */
    static Path writeAveraged(Path folder, Path model, long seed) {
        ModelConfig config = ModelConfig.load(model);
        return write(folder, config, seed, Map.of(Checkpoint.EMA, drawn(config, AVERAGE_SEED)));
    }

    private static Path write(Path folder, ModelConfig config, long seed, Map<String, FloatVector> more) {
        Map<String, FloatVector> parts = new HashMap<>(more);
        parts.put(Checkpoint.MODEL, drawn(config, seed));
        Checkpoint.save(
                CheckpointFiles.folder(folder),
                ClipModel.layoutOf(config),
                parts,
                Map.of(
                        CheckpointAudit.MODEL_CONFIG,
                        config.toJson(),
                        "state",
                        "{\"epoch\": 3, \"step\": 30, \"samples_seen\": 960, \"lineage\": {\"model\": \"abc\"}}"));
        return folder;
    }

    private static FloatVector drawn(ModelConfig config, long seed) {
        try (Backend backend = Backend.named("onednn", new BackendSettings(ElementType.FLOAT32, 1))) {
            ClipModel model = ClipModel.create(config, backend, 1);
            model.initialise(seed);
            float[] values = new float[(int) model.parameterVector().size()];
            model.parameterVector().read(0, values, 0, values.length);
            return FloatVector.of(values);
        }
    }
}
