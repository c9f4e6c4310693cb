package org.clipspark.model.encoder;

import java.util.List;
import org.clipspark.model.compute.Arena;
import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.Tensor;
import org.clipspark.model.layer.Activations;
import org.clipspark.model.layer.ParameterSet;

/** Token ids to embeddings, not yet normalised. */
public sealed interface TextEncoder permits TextTransformer {
    /** Declares the parameters of the encoder that this configuration describes. */
    static void declare(ParameterSet.Declarations declarations, TextTower tower) {
        TextTransformer.declare(declarations, tower);
    }

    /** Binds the encoder that this configuration describes to its declared parameters. */
    static TextEncoder of(Backend backend, ParameterSet parameters, TextTower tower, int maximumBatch) {
        return new TextTransformer(backend, parameters, tower, maximumBatch);
    }

    /** The layers of the encoder that this configuration describes, from the input on. */
    static List<LayerGroup> layerGroups(TextTower tower) {
        return TextTransformer.layerGroups(tower);
    }

    /** From now on leaves the first layer groups as they are. One that is locked whole is never asked for {@link #backward}. */
    void lock(TowerLock lock);

    /** Says what becomes of the activations of the following passes; at first all stay. */
    void keep(Activations activations);

    /**
     * Encodes a batch.
     *
     * @param ids {@code [B, context]} token ids
     * @param batch {@code B}
     * @return {@code [B, E]}
     * @throws IllegalArgumentException if an id lies outside the vocabulary
     */
    Tensor forward(Arena arena, int[] ids, int batch);

    /**
     * Adds to the parameters' gradients.
     *
     * @param dEmbeddings {@code [B, E]}
     */
    void backward(Arena arena, Tensor dEmbeddings);
}
