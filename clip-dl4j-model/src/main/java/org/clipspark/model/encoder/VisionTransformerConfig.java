package org.clipspark.model.encoder;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import java.util.Optional;
import org.clipspark.model.compute.Activation;
import org.clipspark.model.compute.Backend;
import org.clipspark.model.input.ImageSize;
import org.clipspark.model.layer.AttentionalPoolerConfig;
import org.clipspark.model.layer.TransformerConfig;

/**
 * {@code vision_cfg} for the vision transformer.
 *
 * @param size size of the input
 * @param patchSize side of a patch; divides both sides of the input
 * @param width model width
 * @param layers number of blocks
 * @param headWidth width of an attention head, 64 if absent; divides {@code width}
 * @param mlpRatio hidden width of the MLP as a multiple of {@code width}, 4 if absent
 * @param layerScale first value of LayerScale's factors; no LayerScale if absent
 * @param poolType which tokens become the embedding, {@code tok} if absent
 * @param normAfterPool whether the last normalisation comes after the pooling; without effect with an attentional pool
 * @param noNormBefore whether the normalisation before the blocks is left out
 * @param positionKind where the positions come from, {@code learnable} if absent
 * @param attentionalPool whether learnt queries attend to the tokens before the pooling
 * @param poolerQueries number of those queries, 256 if absent
 * @param poolerHeads their attention heads, 8 if absent
 * @param patchDropout share of the patches that a training step leaves out, in [0, 1); none if absent
 * @param norm arguments of the layer normalisations
 * @param act arguments of the activation
 */
@JsonDeserialize(using = JsonDeserializer.None.class)
public record VisionTransformerConfig(
        @JsonProperty(value = "image_size", required = true) @JsonSetter(nulls = Nulls.FAIL)
        ImageSize size,

        @JsonProperty(value = "patch_size", required = true) int patchSize,
        @JsonProperty(value = "width", required = true) int width,
        @JsonProperty(value = "layers", required = true) int layers,
        @JsonProperty("head_width") Optional<Integer> headWidth,
        @JsonProperty("mlp_ratio") Optional<Double> mlpRatio,
        @JsonProperty("ls_init_value") Optional<Double> layerScale,
        @JsonProperty("pool_type") Optional<ImagePool> poolType,
        @JsonProperty("final_ln_after_pool") Optional<Boolean> normAfterPool,
        @JsonProperty("no_ln_pre") Optional<Boolean> noNormBefore,
        @JsonProperty("pos_embed_type") Optional<PositionKind> positionKind,
        @JsonProperty("attentional_pool") Optional<Boolean> attentionalPool,
        @JsonProperty("attn_pooler_queries") Optional<Integer> poolerQueries,
        @JsonProperty("attn_pooler_heads") Optional<Integer> poolerHeads,
        @JsonProperty("patch_dropout") Optional<Double> patchDropout,
        @JsonProperty("norm_kwargs") Optional<NormOptions> norm,
        @JsonProperty("act_kwargs") Optional<ActivationOptions> act)
        implements VisionConfig {
    static final String POOLER = "visual.attn_pool";

    /** Checks the sizes. */
    public VisionTransformerConfig {
        if (!size.isMultipleOf(patchSize)) {
            throw new IllegalArgumentException("vision_cfg.image_size must be a multiple of vision_cfg.patch_size, got "
                    + size + " and " + patchSize);
        }
        double dropped = patchDropout.orElse(0.0);
        if (!(dropped >= 0 && dropped < 1)) {
            throw new IllegalArgumentException(
                    "vision_cfg.patch_dropout must be at least 0 and less than 1, got " + dropped);
        }
        if (headWidth.orElse(HEAD_WIDTH) < 1 || width < 1 || width % headWidth.orElse(HEAD_WIDTH) != 0) {
            throw new IllegalArgumentException("vision_cfg.width must be a multiple of vision_cfg.head_width, got "
                    + width + " and " + headWidth.orElse(HEAD_WIDTH));
        }
    }

    @Override
    public void check(Activation activation, int embeddingSize) {
        transformer(activation);
        if (positions() == PositionKind.SIN_COS_2D && width % 4 != 0) {
            throw new IllegalArgumentException(
                    "vision_cfg.pos_embed_type sin_cos_2d needs a vision_cfg.width that is a multiple of 4, got "
                            + width);
        }
        if (positions() == PositionKind.SIN_COS_2D && !size.isSquare()) {
            throw new IllegalArgumentException(
                    "vision_cfg.pos_embed_type sin_cos_2d needs a square vision_cfg.image_size, got " + size);
        }
        Optional<AttentionalPoolerConfig> pooler = pooler(embeddingSize);
        if (pool() == ImagePool.AVG
                && pooler.filter(config -> config.queries() < 2).isPresent()) {
            throw new IllegalArgumentException("vision_cfg.pool_type avg leaves the first query out and needs"
                    + " attn_pooler_queries >= 2, got 1");
        }
    }

    /** Tokens of an image: its patches and the class token. */
    int tokens() {
        return patches() + 1;
    }

    /** What chooses the patches of a training step, where some are left out. */
    Optional<PatchDropout> dropout(Backend backend, int maximumBatch) {
        return patchDropout
                .filter(share -> share > 0)
                .map(share -> new PatchDropout(backend, patches(), share, maximumBatch));
    }

    ImagePool pool() {
        return poolType.orElse(ImagePool.TOK);
    }

    PositionKind positions() {
        return positionKind.orElse(PositionKind.LEARNABLE);
    }

    double epsilon() {
        return NormOptions.epsilon(norm);
    }

    TransformerConfig transformer(Activation activation) {
        return new TransformerConfig(
                width,
                layers,
                width / headWidth.orElse(HEAD_WIDTH),
                (int) (width * mlpRatio.orElse(4.0)),
                ActivationOptions.apply(act, activation),
                epsilon(),
                layerScale);
    }

    /** The attentional pooler, where there is one. */
    Optional<AttentionalPoolerConfig> pooler(int embeddingSize) {
        return attentionalPool
                .filter(isWanted -> isWanted)
                .map(isWanted -> new AttentionalPoolerConfig(
                        POOLER, embeddingSize, width, poolerQueries.orElse(256), poolerHeads.orElse(8)));
    }
}
