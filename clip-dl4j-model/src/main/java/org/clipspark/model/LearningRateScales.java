package org.clipspark.model;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.clipspark.model.encoder.LayerGroup;
import org.clipspark.model.encoder.TowerLock;

/**
 * Which share of the learning rate each parameter of a model gets: none in locked layers, less and less towards the input
 * with layer-wise decay (Clark et al. 2020, ELECTRA), all of it elsewhere.
 */
public final class LearningRateScales implements ToDoubleFunction<String> {
    private final Map<LayerGroup, Double> scales = new HashMap<>();

    /**
     * One tower.
     *
     * @param lock what of it is locked
     * @param layerDecay factor from each layer group to the one before it, above 0 and at most 1; 1 for equal rates
     */
    public record Tower(TowerLock lock, double layerDecay) {
        /** Everything learns at the same rate. */
        public static final Tower WHOLE = new Tower(TowerLock.NONE, 1);

        /** Checks the factor. */
        public Tower {
            if (!(layerDecay > 0 && layerDecay <= 1)) {
                throw new IllegalArgumentException(
                        "The decay of learning rates must be above 0 and at most 1, got " + layerDecay);
            }
        }
    }

    /** The scales of a model with these towers. */
    public LearningRateScales(ModelConfig config, Tower image, Tower text) {
        add(config.imageLayerGroups(), image);
        add(config.textLayerGroups(), text);
    }

    private void add(List<LayerGroup> groups, Tower tower) {
        for (int i = 0; i < groups.size(); i++) {
            double scale = Math.pow(tower.layerDecay(), groups.size() - 1.0 - i);
            scales.put(groups.get(i), tower.lock().covers(i) ? 0 : scale);
        }
    }

    /** The share of the parameter of that name. */
    @Override
    public double applyAsDouble(String parameter) {
        return scales.entrySet().stream()
                .filter(scale -> scale.getKey().contains(parameter))
                .mapToDouble(Map.Entry::getValue)
                .findFirst()
                .orElse(1);
    }
}
