package org.clipspark.model.encoder;

import org.clipspark.model.compute.Activation;
import org.clipspark.model.compute.Arena;
import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.Tensor;
import org.clipspark.model.layer.Mode;
import org.clipspark.model.layer.ParameterSet;

/** Images to embeddings, not yet normalised. */
public sealed interface ImageEncoder permits VisionTransformer, ModifiedResNet {
    /** Declares the parameters of the encoder that this configuration describes. */
    static void declare(
            ParameterSet.Declarations declarations, VisionConfig config, Activation activation, int embeddingSize) {
        if (config instanceof ModifiedResNetConfig resNet) {
            ModifiedResNet.declare(declarations, resNet, embeddingSize);
        } else {
            VisionTransformer.declare(declarations, (VisionTransformerConfig) config, activation, embeddingSize);
        }
    }

    /** Binds the encoder that this configuration describes to its declared parameters. */
    static ImageEncoder of(
            Backend backend, ParameterSet parameters, VisionConfig config, Activation activation, int embeddingSize) {
        if (config instanceof ModifiedResNetConfig resNet) {
            return new ModifiedResNet(backend, parameters, resNet, embeddingSize);
        }
        return new VisionTransformer(backend, parameters, (VisionTransformerConfig) config, activation, embeddingSize);
    }

    /**
     * Encodes a batch.
     *
     * @param images {@code [B*P, 3*patch*patch]}: patches row by row, in each (channel, y, x), normalised
     * @return {@code [B, E]}
     */
    Tensor forward(Arena arena, Tensor images, Mode mode);

    /**
     * Adds to the parameters' gradients.
     *
     * @param dEmbeddings {@code [B, E]}
     */
    void backward(Arena arena, Tensor dEmbeddings);
}
