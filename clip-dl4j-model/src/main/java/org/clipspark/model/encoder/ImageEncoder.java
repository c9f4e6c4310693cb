package org.clipspark.model.encoder;

import org.clipspark.model.compute.Activation;
import org.clipspark.model.compute.Arena;
import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.Tensor;
import org.clipspark.model.layer.ParameterSet;

/** Images to embeddings, not yet normalised. */
public sealed interface ImageEncoder permits VisionTransformer {
    /** Declares the parameters of the encoder that this configuration describes. */
    static void declare(
            ParameterSet.Declarations declarations, VisionConfig config, Activation activation, int embeddingSize) {
        VisionTransformer.declare(declarations, transformer(config), activation, embeddingSize);
    }

    /** Binds the encoder that this configuration describes to its declared parameters. */
    static ImageEncoder of(
            Backend backend, ParameterSet parameters, VisionConfig config, Activation activation, int embeddingSize) {
        return new VisionTransformer(backend, parameters, transformer(config), activation, embeddingSize);
    }

    private static VisionTransformerConfig transformer(VisionConfig config) {
        return (VisionTransformerConfig) config;
    }

    /**
     * Encodes a batch.
     *
     * @param images {@code [B*P, 3*patch*patch]}: patches row by row, in each (channel, y, x), normalised
     * @return {@code [B, E]}
     */
    Tensor forward(Arena arena, Tensor images);

    /**
     * Adds to the parameters' gradients.
     *
     * @param dEmbeddings {@code [B, E]}
     */
    void backward(Arena arena, Tensor dEmbeddings);
}
