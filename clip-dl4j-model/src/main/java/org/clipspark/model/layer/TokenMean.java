package org.clipspark.model.layer;

import org.clipspark.model.compute.Arena;
import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.Tensor;
import org.clipspark.model.compute.TokenRange;

/** Mean of a range of the tokens of each sequence: {@code [B*T, D]} to {@code [B, D]}. */
public final class TokenMean implements Stage {
    private final Backend backend;
    private final TokenRange range;

    /** The mean of that range. */
    public TokenMean(Backend backend, TokenRange range) {
        this.backend = backend;
        this.range = range;
    }

    @Override
    public Tensor forward(Arena arena, Tensor x) {
        Tensor mean =
                arena.take(x.shape().dimension(0) / range.tokens(), x.shape().dimension(1));
        backend.variants().meanOfTokens(range, x, mean);
        return mean;
    }

    @Override
    public Tensor backward(Arena arena, Tensor dMean) {
        Tensor dx = arena.take(
                dMean.shape().dimension(0) * range.tokens(), dMean.shape().dimension(1));
        backend.variants().meanOfTokensBackward(range, dMean, dx);
        return dx;
    }
}
