package org.clipspark.model.encoder;

import java.util.List;
import org.clipspark.model.compute.Activation;
import org.clipspark.model.compute.Arena;
import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.Tensor;
import org.clipspark.model.layer.Activations;
import org.clipspark.model.layer.Mode;
import org.clipspark.model.layer.ParameterSet;

/** Images to embeddings, not yet normalised. */
public sealed interface ImageEncoder permits VisionTransformer, ModifiedResNet, ConvNext {
    /** Declares the parameters of the encoder that this configuration describes. */
    static void declare(
            ParameterSet.Declarations declarations, VisionConfig config, Activation activation, int embeddingSize) {
        if (config instanceof ModifiedResNetConfig resNet) {
            ModifiedResNet.declare(declarations, resNet, embeddingSize);
        } else if (config instanceof ConvNextConfig convNext) {
            ConvNext.declare(declarations, convNext, embeddingSize);
        } else {
            VisionTransformer.declare(declarations, (VisionTransformerConfig) config, activation, embeddingSize);
        }
    }

    /**
     * Binds the encoder that this configuration describes to its declared parameters.
     *
     * @param maximumBatch most images of a pass
     */
    static ImageEncoder of(
            Backend backend,
            ParameterSet parameters,
            VisionConfig config,
            Activation activation,
            int embeddingSize,
            int maximumBatch) {
        if (config instanceof ModifiedResNetConfig resNet) {
            return new ModifiedResNet(backend, parameters, resNet, embeddingSize);
        }
        if (config instanceof ConvNextConfig convNext) {
            return new ConvNext(backend, parameters, convNext, embeddingSize);
        }
        return new VisionTransformer(
                backend, parameters, (VisionTransformerConfig) config, activation, embeddingSize, maximumBatch);
    }

    /** The layers of the encoder that this configuration describes, from the input on. */
    static List<LayerGroup> layerGroups(VisionConfig config) {
        if (config instanceof ModifiedResNetConfig resNet) {
            return ModifiedResNet.layerGroups(resNet);
        }
        if (config instanceof ConvNextConfig convNext) {
            return ConvNext.layerGroups(convNext);
        }
        return VisionTransformer.layerGroups((VisionTransformerConfig) config);
    }

    /** From now on leaves the first layer groups as they are. One that is locked whole is never asked for {@link #backward(Arena, Tensor)}. */
    void lock(TowerLock lock);

    /** Says what becomes of the activations of the following passes, for an encoder that can do without; at first all stay. */
    default void keep(Activations activations) {}

    /**
     * Says what the random choices of the following training passes depend on, for an encoder that makes any.
     *
     * @param seed equal seeds give equal choices
     * @param firstImage place of the pass's first image in its batch
     */
    default void seed(long seed, int firstImage) {}

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

    /**
     * As {@link #backward(Arena, Tensor)}, and the gradient of the images.
     *
     * @param dEmbeddings {@code [B, E]}
     * @param dImages shape of the images, replaced; may be the images themselves, which the pass back no longer needs then
     * @throws IllegalStateException if layers are locked: the gradient ends where they begin
     */
    void backward(Arena arena, Tensor dEmbeddings, Tensor dImages);
}
