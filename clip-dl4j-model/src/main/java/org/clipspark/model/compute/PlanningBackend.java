package org.clipspark.model.compute;

/**
 * Computes nothing and remembers nothing but sizes: a step run on it tells how much memory the step takes and how many
 * floating-point operations its products make, without a byte of native memory.
 */
public final class PlanningBackend implements Backend {
    private final PlanningVariants variants;
    private final PlanningFeatureMaps featureMaps = new PlanningFeatureMaps();
    private final Rooms rooms;
    private long products;

    /** Plans for the backends of CPUs, in single precision. */
    public PlanningBackend() {
        this(Rooms.OF_PROBABILITIES);
    }

    /** Plans for a backend that takes the memory that those types and rooms say. */
    public PlanningBackend(Rooms rooms) {
        this.rooms = rooms;
        this.variants = new PlanningVariants(rooms);
    }

    /** Plans for a backend like that one. */
    public static PlanningBackend like(Backend backend) {
        return new PlanningBackend(new Rooms(backend.activationType(), keepsProbabilities(backend)));
    }

    private static boolean keepsProbabilities(Backend backend) {
        // Two tokens have more probabilities than rows.
        AttentionShape two = new AttentionShape(1, 2, 1, 1, AttentionShape.Mask.NONE);
        return backend.attentionKept(two).equals(two.probabilities());
    }

    /**
     * What decides about the memory of a step beside the model.
     *
     * @param activationType element type of activations
     * @param keepsProbabilities whether attention keeps a number for each pair of tokens, or one for each token
     */
    public record Rooms(ElementType activationType, boolean keepsProbabilities) {
        /** Those of the backends of CPUs, in single precision. */
        public static final Rooms OF_PROBABILITIES = new Rooms(ElementType.FLOAT32, true);

        /** Shape of what attention keeps. */
        public Shape attention(AttentionShape shape) {
            return keepsProbabilities ? shape.probabilities() : shape.logSums();
        }

        /** Shape of what attention to other tokens keeps. */
        public Shape attention(CrossAttentionShape shape) {
            return keepsProbabilities ? shape.probabilities() : shape.logSums();
        }

        /** Room for what attention keeps of all those sequences, in elements per head. */
        public long attention(SequenceGroups sequences) {
            return keepsProbabilities ? sequences.squares() : sequences.rows();
        }
    }

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
        return rooms.activationType() == ElementType.FLOAT64 ? ElementType.FLOAT64 : ElementType.FLOAT32;
    }

    @Override
    public ElementType activationType() {
        return rooms.activationType();
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
    public Tensor view(Tensor base, long offset, ElementType type, Shape shape) {
        return new Sized(type, shape);
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
    public void attention(AttentionShape shape, Tensor qkv, Tensor kept, Tensor out) {
        products += 4 * shape.rows() * shape.tokens() * shape.width();
    }

    @Override
    public Shape attentionKept(AttentionShape shape) {
        return rooms.attention(shape);
    }

    @Override
    public long attentionKept(SequenceGroups sequences) {
        return rooms.attention(sequences);
    }

    @Override
    public void attentionBackward(AttentionBackward arguments) {
        AttentionShape shape = arguments.shape();
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
