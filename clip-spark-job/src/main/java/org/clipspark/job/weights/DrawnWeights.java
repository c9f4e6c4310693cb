package org.clipspark.job.weights;

import java.util.List;
import java.util.Map;
import org.clipspark.model.ClipModel;

/** Weights drawn at random, as open_clip draws them. */
record DrawnWeights(long seed) implements InitialWeights {
    @Override
    public WeightsRemarks fill(ClipModel model) {
        model.initialise(seed);
        return new WeightsRemarks(List.of(), List.of());
    }

    @Override
    public Map<String, String> lineage() {
        return Map.of();
    }
}
