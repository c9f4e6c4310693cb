package org.clipspark.model.compute;

/**
 * Computes nothing and remembers nothing but sizes: a step run on it tells how much memory the step takes and how many
 * floating-point operations its products make, without a byte of native memory.
 */
public final class PlanningBackend implements Backend {
    private final PlanningVariants variants = new PlanningVariants();
    private final PlanningFeatureMaps featureMaps = new PlanningFeatureMaps();
    private long products;

    /** Multiplications and additions of all matrix products so far. */
    public long floatingPointOperations() {
        return products + variants.floatingPointOperations() + featureMaps.floatingPointOperations();
    }

    private record Sized(ElementType elementType, Shape shape) implements Tensor {}

    @Override
    public String name() {
        return "planning";
    }

    @Override
    public ElementType floatType() {
        return ElementType.FLOAT32;
    }

    @Override
    public Tensor allocate(ElementType type, Shape shape) {
        return new Sized(type, shape);
    }

    @Override
    public Tensor view(Tensor base, long offset, Shape shape) {
        return new Sized(base.elementType(), shape);
    }

    @Override
    public void write(Tensor to, long offset, float[] from, int fromIndex, int count) {}

    @Override
    public void write(Tensor to, long offset, double[] from, int fromIndex, int count) {}

    @Override
    public void write(Tensor to, long offset, int[] from, int fromIndex, int count) {}

    @Override
    public void read(Tensor from, long offset, float[] to, int toIndex, int count) {}

    @Override
    public void read(Tensor from, long offset, double[] to, int toIndex, int count) {}

    @Override
    public void fill(Tensor x, double value) {}

    @Override
    public void copy(Tensor from, Tensor to) {}

    @Override
    public void addScaledInPlace(double alpha, Tensor x, Tensor y) {}

    @Override
    public void scaleInPlace(double alpha, Tensor x) {}

    @Override
    public double sumOfSquares(Tensor x) {
        return 0;
    }

    @Override
    public double dot(Tensor x, Tensor y) {
        return 0;
    }

    @Override
    public void matmul(
            Transpose transposeA, Tensor a, Transpose transposeB, Tensor b, double alpha, double beta, Tensor c) {
        products += 2 * a.size() * c.shape().dimension(-1);
    }

    @Override
    public void linear(Tensor x, Tensor w, Tensor y) {
        products += 2 * x.size() * w.shape().dimension(0);
    }

    @Override
    public void linear(Tensor x, Tensor w, Tensor bias, Tensor y) {
        linear(x, w, y);
    }

    @Override
    public void linearAdd(Tensor x, Tensor w, Tensor bias, Tensor y) {
        linear(x, w, y);
    }

    @Override
    public void linearBackwardInput(Tensor dy, Tensor w, Tensor dx) {
        linear(dx, w, dy);
    }

    @Override
    public void linearBackwardWeight(Tensor dy, Tensor x, Tensor dw) {
        linear(x, dw, dy);
    }

    @Override
    public void biasBackward(Tensor dy, Tensor db) {}

    @Override
    public void layerNorm(
            Tensor x, Tensor gamma, Tensor beta, double epsilon, Tensor y, Tensor mean, Tensor variance) {}

    @Override
    public void layerNormBackward(LayerNormBackward arguments) {}

    @Override
    public void activation(Activation activation, Tensor x, Tensor y) {}

    @Override
    public void activationBackward(Activation activation, Tensor x, Tensor dy, Tensor dx) {}

    @Override
    public void attention(AttentionShape shape, Tensor qkv, Tensor probabilities, Tensor out) {
        products += 4 * shape.rows() * shape.tokens() * shape.width();
    }

    @Override
    public void attentionBackward(
            AttentionShape shape, Tensor qkv, Tensor probabilities, Tensor dOut, Tensor scratch, Tensor dQkv) {
        products += 8 * shape.rows() * shape.tokens() * shape.width();
    }

    @Override
    public VariantOperations variants() {
        return variants;
    }

    @Override
    public FeatureMapOperations featureMaps() {
        return featureMaps;
    }

    @Override
    public void gatherRows(Tensor table, Tensor rows, Tensor y) {}

    @Override
    public void scatterAddRows(Tensor dy, Tensor rows, Tensor dTable) {}

    @Override
    public void addToEachInPlace(Tensor position, Tensor x) {}

    @Override
    public void sumOfEach(Tensor dx, Tensor dPosition) {}

    @Override
    public void prependToken(Tensor token, Tensor x, int tokens, Tensor y) {}

    @Override
    public void prependTokenBackward(Tensor dy, int tokens, Tensor dToken, Tensor dx) {}

    @Override
    public void l2Normalize(Tensor x, Tensor y, Tensor norms) {}

    @Override
    public void l2NormalizeBackward(Tensor dy, Tensor y, Tensor norms, Tensor dx) {}

    @Override
    public double softmaxCrossEntropy(Tensor logits, int labelOffset, double weight, Tensor dLogits) {
        return 0;
    }

    @Override
    public void adamW(AdamWStep step, Tensor parameters, Tensor gradients, Tensor firstMoment, Tensor secondMoment) {}

    @Override
    public void close() {}
}
