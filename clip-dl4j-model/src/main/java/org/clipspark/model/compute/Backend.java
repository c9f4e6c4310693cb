package org.clipspark.model.compute;

import java.util.ServiceLoader;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The operations the layers need, on one device, for one replica. Layers are written once against this interface; each
 * implementation passes the same contract test.
 *
 * <p>Rules that hold for every operation: tensors come from this backend; output tensors do not overlap inputs unless
 * the method's name ends in {@code InPlace} or its text says so; gradients of <em>parameters</em> are added to what
 * the tensor holds, gradients of <em>activations</em> replace it. Work may be asynchronous; {@link #read} and the
 * methods that return a number wait for it. A backend is used by one thread at a time. After the first call with given
 * shapes an operation allocates no native memory. Every operation throws {@link IllegalArgumentException}, naming both
 * sides, if shapes do not fit.
 */
public interface Backend extends AutoCloseable {
    /**
     * Opens the backend of that name.
     *
     * @throws IllegalArgumentException if there is none; the message lists the names
     */
    static Backend named(String name, BackendSettings settings) {
        return switch (name) {
            case "onednn" -> new OneDnnBackend(settings);
            case "nd4j" -> new Nd4jBackend(settings);
            default -> provided(name, settings);
        };
    }

    private static Backend provided(String name, BackendSettings settings) {
        ServiceLoader<BackendProvider> providers =
                ServiceLoader.load(BackendProvider.class, Backend.class.getClassLoader());
        for (BackendProvider provider : providers) {
            if (provider.name().equals(name)) {
                return provider.open(settings);
            }
        }
        String names = Stream.concat(
                        Stream.of("onednn", "nd4j"),
                        StreamSupport.stream(providers.spliterator(), false).map(BackendProvider::name))
                .collect(Collectors.joining(", "));
        throw new IllegalArgumentException("Unknown backend '" + name + "' (expected: " + names + ")");
    }

    /** Name as in the configuration. */
    String name();

    /** Element type of parameters, their gradients, statistics and losses. */
    ElementType floatType();

    /** Element type of activations and their gradients. */
    default ElementType activationType() {
        return floatType();
    }

    /** A zeroed tensor that lives until the backend is closed. */
    Tensor allocate(ElementType type, Shape shape);

    /** A zeroed floating tensor that lives until the backend is closed. */
    default Tensor allocate(long... dimensions) {
        return allocate(floatType(), Shape.of(dimensions));
    }

    /** The {@code shape.size()} elements of {@code base} from element {@code offset} on, sharing memory. */
    Tensor view(Tensor base, long offset, Shape shape);

    /**
     * The memory of {@code base} from its element {@code offset} on, seen as elements of another floating type.
     *
     * @throws IllegalArgumentException also if this backend has only one floating type, and that is another
     */
    default Tensor view(Tensor base, long offset, ElementType type, Shape shape) {
        if (type != base.elementType()) {
            throw new IllegalArgumentException(
                    "view: " + base.shape() + " holds " + base.elementType() + ", got " + type);
        }
        return view(base, offset, shape);
    }

    /** Copies {@code count} host numbers into elements {@code offset} and following. */
    void write(Tensor to, long offset, float[] from, int fromIndex, int count);

    /** As {@link #write(Tensor, long, float[], int, int)} in double precision. */
    void write(Tensor to, long offset, double[] from, int fromIndex, int count);

    /** Copies host integers into an {@link ElementType#INT32} tensor. */
    void write(Tensor to, long offset, int[] from, int fromIndex, int count);

    /** Copies {@code count} elements from {@code offset} on to the host. */
    void read(Tensor from, long offset, float[] to, int toIndex, int count);

    /** As {@link #read(Tensor, long, float[], int, int)} in double precision. */
    void read(Tensor from, long offset, double[] to, int toIndex, int count);

    /** Sets every element. */
    void fill(Tensor x, double value);

    /** {@code to = from}, element by element; shapes may differ, sizes not. */
    void copy(Tensor from, Tensor to);

    /** {@code y += alpha * x}; sizes equal. */
    void addScaledInPlace(double alpha, Tensor x, Tensor y);

    /** {@code x *= alpha}. */
    void scaleInPlace(double alpha, Tensor x);

    /** Sum of squares of all elements, in double precision. */
    double sumOfSquares(Tensor x);

    /** Sum of {@code x_i * y_i}, in double precision. */
    double dot(Tensor x, Tensor y);

    /**
     * {@code c = alpha * op(a) * op(b) + beta * c}.
     *
     * @param a {@code [M, K]}, or {@code [K, M]} transposed
     * @param b {@code [K, N]}, or {@code [N, K]} transposed
     * @param c {@code [M, N]}
     */
    void matmul(Transpose transposeA, Tensor a, Transpose transposeB, Tensor b, double alpha, double beta, Tensor c);

    /**
     * {@code y = x w^T}.
     *
     * @param x {@code [N, I]} (leading dimensions are rows)
     * @param w {@code [O, I]}
     * @param y {@code [N, O]}
     */
    void linear(Tensor x, Tensor w, Tensor y);

    /** {@code y = x w^T + bias}, bias {@code [O]}; shapes as {@link #linear(Tensor, Tensor, Tensor)}. */
    void linear(Tensor x, Tensor w, Tensor bias, Tensor y);

    /** {@code y += x w^T + bias}: the projection that ends a residual branch. */
    void linearAdd(Tensor x, Tensor w, Tensor bias, Tensor y);

    /** {@code y = residual + x w^T + bias}; residual {@code [N, O]}. */
    default void linearAdd(Tensor x, Tensor w, Tensor bias, Tensor residual, Tensor y) {
        ShapeCheck.linearAdd(x, w, bias, residual, y);
        copy(residual, y);
        linearAdd(x, w, bias, y);
    }

    /** {@code dx = dy w}: {@code dy [N, O]}, {@code w [O, I]}, {@code dx [N, I]}. */
    void linearBackwardInput(Tensor dy, Tensor w, Tensor dx);

    /** {@code dw += dy^T x}: {@code dy [N, O]}, {@code x [N, I]}, {@code dw [O, I]}. */
    void linearBackwardWeight(Tensor dy, Tensor x, Tensor dw);

    /** {@code db += } column sums of {@code dy [N, O]}. */
    void biasBackward(Tensor dy, Tensor db);

    /** Both {@link #linearBackwardWeight} and {@link #biasBackward}: each reads all of {@code dy}. */
    default void linearBackwardParameters(Tensor dy, Tensor x, Tensor dw, Tensor db) {
        linearBackwardWeight(dy, x, dw);
        biasBackward(dy, db);
    }

    /**
     * Layer normalisation over the last dimension.
     *
     * @param x {@code [N, D]}
     * @param gamma {@code [D]}
     * @param beta {@code [D]}
     * @param epsilon added to the variance
     * @param y {@code [N, D]}
     * @param mean {@code [N]}, kept for the backward pass
     * @param variance {@code [N]} (biased), kept for the backward pass
     */
    void layerNorm(Tensor x, Tensor gamma, Tensor beta, double epsilon, Tensor y, Tensor mean, Tensor variance);

    /** Backward of {@link #layerNorm}: replaces {@code dx}, adds to {@code dgamma} and {@code dbeta}. */
    void layerNormBackward(LayerNormBackward arguments);

    /**
     * Arguments of {@link #layerNormBackward}; shapes as in {@link #layerNorm}.
     *
     * @param dy gradient of the output
     * @param x input of the forward pass
     * @param gamma gain
     * @param mean from the forward pass
     * @param variance from the forward pass
     * @param epsilon as in the forward pass
     * @param dx gradient of the input, replaced
     * @param dgamma gradient of the gain, added to
     * @param dbeta gradient of the shift, added to
     */
    record LayerNormBackward(
            Tensor dy,
            Tensor x,
            Tensor gamma,
            Tensor mean,
            Tensor variance,
            double epsilon,
            Tensor dx,
            Tensor dgamma,
            Tensor dbeta) {}

    /** {@code y = activation(x)}; sizes equal; {@code y} may be {@code x}. */
    void activation(Activation activation, Tensor x, Tensor y);

    /** {@code dx = dy * activation'(x)}; {@code dx} may be {@code dy}. */
    void activationBackward(Activation activation, Tensor x, Tensor dy, Tensor dx);

    /**
     * Multi-head self-attention, {@code softmax(q k^T / sqrt(headWidth)) v} per head (Vaswani et al. 2017).
     *
     * @param qkv {@code [B*T, 3D]}: rows of queries, keys, values; heads are contiguous chunks of each
     * @param kept of {@link #attentionKept} and {@link #floatType}, for the backward pass
     * @param out {@code [B*T, D]}
     */
    void attention(AttentionShape shape, Tensor qkv, Tensor kept, Tensor out);

    /**
     * Shape of what {@link #attention} keeps: the probabilities {@code [B, H, T, T]}, where masked entries are 0, unless
     * the backend computes them again.
     */
    default Shape attentionKept(AttentionShape shape) {
        return shape.probabilities();
    }

    /** Room, in elements per head, for what {@link #attention} keeps of all those sequences. */
    default long attentionKept(SequenceGroups sequences) {
        return sequences.squares();
    }

    /**
     * Backward of {@link #attention}.
     *
     * @param arguments what it reads and replaces
     */
    void attentionBackward(AttentionBackward arguments);

    /**
     * Arguments of {@link #attentionBackward}; shapes as in {@link #attention}.
     *
     * @param shape as in the forward pass
     * @param qkv as in the forward pass
     * @param kept from the forward pass
     * @param out from the forward pass
     * @param dOut gradient of the output
     * @param scratch as {@code kept}, overwritten
     * @param dQkv {@code [B*T, 3D]}, replaced
     */
    record AttentionBackward(
            AttentionShape shape, Tensor qkv, Tensor kept, Tensor out, Tensor dOut, Tensor scratch, Tensor dQkv) {}

    /** The operations that only some variants of the model need. */
    VariantOperations variants();

    /** The operations on feature maps. */
    FeatureMapOperations featureMaps();

    /** {@code y[i] = table[rows[i]]}: {@code table [V, D]}, {@code rows [N]} int, {@code y [N, D]}. */
    void gatherRows(Tensor table, Tensor rows, Tensor y);

    /** {@code dTable[rows[i]] += dy[i]}, in the order of {@code i}; rows may repeat. */
    void scatterAddRows(Tensor dy, Tensor rows, Tensor dTable);

    /** {@code x[b] += position} for every {@code b}: {@code x [B*T, D]}, {@code position [T, D]}. */
    void addToEachInPlace(Tensor position, Tensor x);

    /** {@code dPosition += } sum over {@code b} of {@code dx[b]}: {@code dx [B*T, D]}, {@code dPosition [T, D]}. */
    void sumOfEach(Tensor dx, Tensor dPosition);

    /** {@code y[b] = (token, x[b])}: {@code token [D]}, {@code x [B*(T-1), D]}, {@code y [B*T, D]}, T tokens each. */
    void prependToken(Tensor token, Tensor x, int tokens, Tensor y);

    /** Backward of {@link #prependToken}: {@code dToken += } first rows, {@code dx = } the others. */
    void prependTokenBackward(Tensor dy, int tokens, Tensor dToken, Tensor dx);

    /** Rows scaled to Euclidean norm 1: {@code y = x / max(|x|, 1e-12)}; {@code x, y [N, D]}, {@code norms [N]}. */
    void l2Normalize(Tensor x, Tensor y, Tensor norms);

    /** Backward of {@link #l2Normalize}: {@code dx = (dy - y (y . dy)) / norm}. */
    void l2NormalizeBackward(Tensor dy, Tensor y, Tensor norms, Tensor dx);

    /**
     * Cross entropy of rows whose right column is {@code row + labelOffset}, times {@code weight}.
     *
     * @param logits {@code [R, C]}
     * @param dLogits {@code [R, C]}: {@code weight * (softmax - one hot)}, replaced; may be {@code logits}
     * @return {@code weight} times the sum over rows of {@code logsumexp(row) - row[label]}
     */
    double softmaxCrossEntropy(Tensor logits, int labelOffset, double weight, Tensor dLogits);

    /** One AdamW update of {@code parameters} and both moments, in one pass; all of equal size. */
    void adamW(AdamWStep step, Tensor parameters, Tensor gradients, Tensor firstMoment, Tensor secondMoment);

    /** Frees all memory; every tensor of this backend is invalid afterwards. */
    @Override
    void close();
}
