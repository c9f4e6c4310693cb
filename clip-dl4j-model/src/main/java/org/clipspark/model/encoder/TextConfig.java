package org.clipspark.model.encoder;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Optional;
import org.clipspark.model.compute.Activation;
import org.clipspark.model.input.TokenizerOptions;
import org.clipspark.model.layer.TransformerConfig;

/**
 * {@code text_cfg} of open_clip's schema, for the text transformer.
 *
 * @param contextLength tokens of a text, start and end included
 * @param vocabularySize number of token ids
 * @param width model width
 * @param heads attention heads; divides {@code width}
 * @param layers number of blocks
 * @param mlpRatio hidden width of the MLP as a multiple of {@code width}, 4 if absent
 * @param layerScale first value of LayerScale's factors; no LayerScale if absent
 * @param poolType which token becomes the embedding, {@code argmax} if absent
 * @param endId id that {@code eos} looks for, 2 if absent
 * @param noCausalMask whether tokens see those behind them
 * @param projectionBias whether the projection has a bias
 * @param norm arguments of the layer normalisations
 * @param act arguments of the activation
 * @param tokenizer how the model's tokenizer differs from what its file says
 */
public record TextConfig(
        @JsonProperty(value = "context_length", required = true)
        int contextLength,

        @JsonProperty(value = "vocab_size", required = true) int vocabularySize,
        @JsonProperty(value = "width", required = true) int width,
        @JsonProperty(value = "heads", required = true) int heads,
        @JsonProperty(value = "layers", required = true) int layers,
        @JsonProperty("mlp_ratio") Optional<Double> mlpRatio,
        @JsonProperty("ls_init_value") Optional<Double> layerScale,
        @JsonProperty("pool_type") Optional<TextPool> poolType,
        @JsonProperty("eos_id") Optional<Integer> endId,
        @JsonProperty("no_causal_mask") Optional<Boolean> noCausalMask,
        @JsonProperty("proj_bias") Optional<Boolean> projectionBias,
        @JsonProperty("norm_kwargs") Optional<NormOptions> norm,
        @JsonProperty("act_kwargs") Optional<ActivationOptions> act,
        @JsonProperty("tokenizer_kwargs") Optional<TokenizerOptions> tokenizer) {
    private static final int END_ID = 2;

    /** Checks the sizes. */
    public TextConfig {
        if (contextLength < 2 || vocabularySize < 3) {
            throw new IllegalArgumentException("text_cfg needs context_length >= 2 and vocab_size >= 3, got "
                    + contextLength + " and " + vocabularySize);
        }
        int end = endId.orElse(END_ID);
        if (end < 0 || end >= vocabularySize) {
            throw new IllegalArgumentException(
                    "text_cfg.eos_id must lie within the vocabulary of " + vocabularySize + ", got " + end);
        }
    }

    /**
     * Refuses what does not go together with the rest of the model.
     *
     * @param activation of the model
     * @throws IllegalArgumentException naming the key
     */
    public void check(Activation activation) {
        transformer(activation);
    }

    /** A text of {@link #contextLength} ids whose every token is worked on: the longest that there is. */
    public int[] longest() {
        int[] ids = new int[contextLength];
        ids[contextLength - 1] = pool() == TextPool.EOS ? end() : 1;
        return ids;
    }

    /** How the model's tokenizer differs from what its file says. */
    public TokenizerOptions tokenizerOptions() {
        return tokenizer.orElse(TokenizerOptions.NONE);
    }

    /** Whether tokens see only those before them. */
    boolean isCausal() {
        return !noCausalMask.orElse(false);
    }

    boolean hasProjectionBias() {
        return projectionBias.orElse(false);
    }

    /** Place of the token of the text at {@code from} that becomes the embedding. */
    int pooledPlace(int[] ids, int from) {
        return pool().place(ids, from, contextLength, end());
    }

    private TextPool pool() {
        return poolType.orElse(TextPool.ARGMAX);
    }

    private int end() {
        return endId.orElse(END_ID);
    }

    double epsilon() {
        return NormOptions.epsilon(norm);
    }

    TransformerConfig transformer(Activation activation) {
        return new TransformerConfig(
                width,
                layers,
                heads,
                (int) (width * mlpRatio.orElse(4.0)),
                ActivationOptions.apply(act, activation),
                epsilon(),
                layerScale);
    }
}
