package org.clipspark.model.compute;

/** Counts the products of {@link VariantOperations} and computes nothing. */
final class PlanningVariants implements VariantOperations {
    private final PlanningBackend.Rooms rooms;
    private long products;

    PlanningVariants(PlanningBackend.Rooms rooms) {
        this.rooms = rooms;
    }

    /** Multiplications and additions of all products so far. */
    long floatingPointOperations() {
        return products;
    }

    @Override
    public void scaleColumns(Tensor x, Tensor gain, Tensor y) {}

    @Override
    public void scaleColumnsBackward(Tensor dy, Tensor x, Tensor dGain) {}

    @Override
    public void scaleRows(Tensor x, Tensor gain, Tensor y) {}

    @Override
    public void scaleRowsBackward(Tensor dy, Tensor x, Tensor dGain) {}

    @Override
    public void meanOfTokens(TokenRange range, Tensor x, Tensor y) {}

    @Override
    public void meanOfTokensBackward(TokenRange range, Tensor dy, Tensor dx) {}

    @Override
    public Shape crossAttentionKept(CrossAttentionShape shape) {
        return rooms.attention(shape);
    }

    @Override
    public void crossAttention(CrossAttentionShape shape, Tensor q, Tensor k, Tensor v, Tensor kept, Tensor out) {
        products += 4 * shape.probabilities().size() * shape.headWidth();
    }

    @Override
    public void crossAttentionBackward(CrossAttentionBackward arguments) {
        products +=
                8 * arguments.shape().probabilities().size() * arguments.shape().headWidth();
    }

    @Override
    public double sigmoidCrossEntropy(Tensor logits, int labelOffset, double weight, Tensor dLogits) {
        return 0;
    }
}
