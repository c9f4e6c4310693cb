package org.clipspark.model.encoder;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Optional;
import org.clipspark.model.compute.Activation;
import org.clipspark.model.layer.TransformerConfig;

/**
 * {@code text_cfg} of open_clip's schema, for the causal text transformer.
 *
 * @param contextLength tokens of a text, start and end included
 * @param vocabularySize number of token ids
 * @param width model width
 * @param heads attention heads; divides {@code width}
 * @param layers number of blocks
 * @param mlpRatio hidden width of the MLP as a multiple of {@code width}, 4 if absent
 */
public record TextConfig(
        @JsonProperty(value = "context_length", required = true)
        int contextLength,

        @JsonProperty(value = "vocab_size", required = true) int vocabularySize,
        @JsonProperty(value = "width", required = true) int width,
        @JsonProperty(value = "heads", required = true) int heads,
        @JsonProperty(value = "layers", required = true) int layers,
        @JsonProperty("mlp_ratio") Optional<Double> mlpRatio) {
    /** PyTorch's default for layer normalisation. */
    static final double EPSILON = 1e-5;

    /** Checks the sizes. */
    public TextConfig {
        if (contextLength < 2 || vocabularySize < 3) {
            throw new IllegalArgumentException("text_cfg needs context_length >= 2 and vocab_size >= 3, got "
                    + contextLength + " and " + vocabularySize);
        }
    }

    TransformerConfig transformer(Activation activation) {
        return new TransformerConfig(width, layers, heads, (int) (width * mlpRatio.orElse(4.0)), activation, EPSILON);
    }
}
