package org.clipspark.model.compute;

/**
 * Operations that only some variants of the model need: scaled branches, mean and attentional pooling, the sigmoid
 * loss. The rules of {@link Backend} hold here too: gradients of parameters are added, gradients of activations
 * replace.
 */
public interface VariantOperations {
    /** {@code y = x * gain} for each row: {@code x, y [N, D]}, {@code gain [D]}; {@code y} may be {@code x}. */
    void scaleColumns(Tensor x, Tensor gain, Tensor y);

    /** Gradient of the gain of {@link #scaleColumns}: {@code dGain += } column sums of {@code dy * x}. */
    void scaleColumnsBackward(Tensor dy, Tensor x, Tensor dGain);

    /** {@code y = gain * x} for each column: {@code x, y [N, D]}, {@code gain [N]}; {@code y} may be {@code x}. */
    void scaleRows(Tensor x, Tensor gain, Tensor y);

    /** Gradient of the gain of {@link #scaleRows}: {@code dGain += } row sums of {@code dy * x}. */
    void scaleRowsBackward(Tensor dy, Tensor x, Tensor dGain);

    /**
     * Mean of the same tokens of each sequence.
     *
     * @param x {@code [B*T, D]}
     * @param y {@code [B, D]}
     */
    void meanOfTokens(TokenRange range, Tensor x, Tensor y);

    /** Backward of {@link #meanOfTokens}: the gradient of tokens outside the range is zero. */
    void meanOfTokensBackward(TokenRange range, Tensor dy, Tensor dx);

    /**
     * Multi-head attention of one set of tokens to another, {@code softmax(q k^T / sqrt(headWidth)) v} per head.
     *
     * @param q {@code [B*Q, D]}; heads are contiguous chunks of a row
     * @param k {@code [B*T, D]}
     * @param v {@code [B*T, D]}
     * @param kept of {@link #crossAttentionKept} and the backend's floating type, for the backward pass
     * @param out {@code [B*Q, D]}
     */
    void crossAttention(CrossAttentionShape shape, Tensor q, Tensor k, Tensor v, Tensor kept, Tensor out);

    /**
     * Shape of what {@link #crossAttention} keeps: the probabilities {@code [B, H, Q, T]}, unless the backend computes
     * them again.
     */
    default Shape crossAttentionKept(CrossAttentionShape shape) {
        return shape.probabilities();
    }

    /** Backward of {@link #crossAttention}: replaces the three gradients. */
    void crossAttentionBackward(CrossAttentionBackward arguments);

    /**
     * Arguments of {@link #crossAttentionBackward}; shapes as in {@link #crossAttention}.
     *
     * @param shape as in the forward pass
     * @param q as in the forward pass
     * @param k as in the forward pass
     * @param v as in the forward pass
     * @param kept from the forward pass
     * @param out from the forward pass
     * @param dOut gradient of the output
     * @param scratch as {@code kept}, overwritten
     * @param dq replaced
     * @param dk replaced
     * @param dv replaced
     */
    record CrossAttentionBackward(
            CrossAttentionShape shape,
            Tensor q,
            Tensor k,
            Tensor v,
            Tensor kept,
            Tensor out,
            Tensor dOut,
            Tensor scratch,
            Tensor dq,
            Tensor dk,
            Tensor dv) {}

    /**
     * Binary cross entropy of every pair, right where the column is {@code row + labelOffset}, times {@code weight}.
     *
     * @param logits {@code [R, C]}
     * @param dLogits {@code [R, C]}: {@code weight * (sigmoid - right)}, replaced; may be {@code logits}
     * @return {@code weight} times the sum over pairs of {@code -log sigmoid(logit)} where right, of
     *     {@code -log sigmoid(-logit)} elsewhere
     */
    double sigmoidCrossEntropy(Tensor logits, int labelOffset, double weight, Tensor dLogits);
}
