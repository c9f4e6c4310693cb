package org.clipspark.model.layer;

import java.util.Optional;
import org.clipspark.model.compute.Activation;

/**
 * Sizes of a stack of transformer blocks.
 *
 * @param width model width {@code D}
 * @param layers number of blocks
 * @param heads attention heads; {@code width} is a multiple of it
 * @param mlpWidth hidden width of the MLP
 * @param activation of the MLP
 * @param epsilon of the layer normalisations
 * @param layerScale first value of LayerScale's factors; no LayerScale if absent
 */
public record TransformerConfig(
        int width,
        int layers,
        int heads,
        int mlpWidth,
        Activation activation,
        double epsilon,
        Optional<Double> layerScale) {
    /** Checks the sizes. */
    public TransformerConfig {
        if (width < 1 || layers < 1 || heads < 1 || mlpWidth < 1) {
            throw new IllegalArgumentException("Transformer sizes must be positive, got width=" + width + " layers="
                    + layers + " heads=" + heads + " mlpWidth=" + mlpWidth);
        }
        if (layerScale.filter(scale -> !Double.isFinite(scale)).isPresent()) {
            throw new IllegalArgumentException("LayerScale must begin with a number, got " + layerScale.get());
        }
        if (width % heads != 0) {
            throw new IllegalArgumentException("width must be a multiple of heads, got " + width + " and " + heads);
        }
    }
}
