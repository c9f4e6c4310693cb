package org.clipspark.model.encoder;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.clipspark.model.compute.Arena;
import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.Tensor;
import org.clipspark.model.compute.TokenRange;
import org.clipspark.model.layer.AttentionalPooler;
import org.clipspark.model.layer.AttentionalPoolerConfig;
import org.clipspark.model.layer.LayerNorm;
import org.clipspark.model.layer.ParameterSet;
import org.clipspark.model.layer.Projection;
import org.clipspark.model.layer.Stage;
import org.clipspark.model.layer.StageChain;
import org.clipspark.model.layer.TokenMean;

/** End of the vision transformer, tokens {@code [B*T, D]} to embeddings {@code [B, E]}. */
final class ImageHead {
    static final String NORM = "visual.ln_post";
    static final String PROJECTION = "visual.proj";

    private final StageChain pooling;
    private final Projection projection;

    /**
     * Pooling, normalisation and projection in the order that the configuration asks for.
     *
     * @param embeddingSize {@code E}
     * @param tokens of an image, {@code T}
     */
    ImageHead(Backend backend, ParameterSet parameters, VisionTransformerConfig config, int embeddingSize, int tokens) {
        this.pooling = pooling(backend, parameters, config, embeddingSize, tokens);
        this.projection = new Projection(backend, parameters, PROJECTION);
    }

    private static StageChain pooling(
            Backend backend, ParameterSet parameters, VisionTransformerConfig config, int embeddingSize, int tokens) {
        List<Stage> stages = new ArrayList<>();
        TokenRange pooled = config.pool().of(tokens);
        Optional<AttentionalPoolerConfig> pooler = config.pooler(embeddingSize);
        if (pooler.isPresent()) {
            TokenRange used = config.pool().of(pooler.get().queries());
            stages.add(new AttentionalPooler(backend, parameters, pooler.get(), tokens, used));
            pooled = new TokenRange(used.count(), 0, used.count());
        }
        Stage mean = new TokenMean(backend, pooled);
        Stage norm = new LayerNorm(backend, parameters, NORM, config.epsilon());
        // Of a single token the order does not matter, and normalising after is less work.
        boolean isNormLast = pooled.count() == 1
                || (pooler.isEmpty() && config.normAfterPool().orElse(false));
        stages.addAll(isNormLast ? List.of(mean, norm) : List.of(norm, mean));
        return new StageChain(stages);
    }

    Tensor forward(Arena arena, Tensor x) {
        return projection.forward(arena, pooling.forward(arena, x));
    }

    /** Gradient of the embeddings {@code [B, E]} to that of what is projected; adds to the projection's gradient. */
    Tensor backwardProjection(Arena arena, Tensor dEmbeddings) {
        return projection.backward(arena, dEmbeddings);
    }

    /** Gradient of what is projected to that of the tokens {@code [B*T, D]}; adds to the other parameters' gradients. */
    Tensor backwardPooling(Arena arena, Tensor dPooled) {
        return pooling.backward(arena, dPooled);
    }
}
