package org.clipspark.model.encoder;

import org.clipspark.model.compute.Activation;
import org.clipspark.model.layer.TransformerConfig;

/**
 * A text tower within a model.
 *
 * @param config the tower
 * @param activation the model's, before the tower's own arguments
 * @param embeddingSize width of the shared space, {@code E}
 * @param prefix of the parameters' names: empty, or {@code text.} for open_clip's custom text towers
 */
public record TextTower(TextConfig config, Activation activation, int embeddingSize, String prefix) {
    TransformerConfig transformer() {
        return config.transformer(activation);
    }

    String name(String parameter) {
        return prefix + parameter;
    }
}
