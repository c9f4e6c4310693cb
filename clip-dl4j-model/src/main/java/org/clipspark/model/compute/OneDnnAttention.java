package org.clipspark.model.compute;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.dnnl_binary_add;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_linear;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.javacpp.Pointer;

/** Self-attention by batched products that read the heads with strides from the fused projection: no permutation. */
final class OneDnnAttention {
    /** Below every real score, so that its exponential is exactly 0, and finite, so that no NaN can arise. */
    private static final float MASKED = -1e30f;

    private static final Product SCORES = new Product(
            "attentionScores", Layout.QKV_HEADS, Layout.QKV_HEADS_TRANSPOSED, Layout.SQUARE, Scaling.BY_HEAD_WIDTH);
    private static final Product OUT =
            new Product("attentionOut", Layout.SQUARE, Layout.QKV_HEADS, Layout.HEADS, Scaling.NONE);
    private static final Product D_VALUES =
            new Product("attentionDValues", Layout.SQUARE_TRANSPOSED, Layout.HEADS, Layout.QKV_HEADS, Scaling.NONE);
    private static final Product D_PROBABILITIES = new Product(
            "attentionDProbabilities", Layout.HEADS, Layout.QKV_HEADS_TRANSPOSED, Layout.SQUARE, Scaling.NONE);
    private static final Product D_QUERIES =
            new Product("attentionDQueries", Layout.SQUARE, Layout.QKV_HEADS, Layout.QKV_HEADS, Scaling.BY_HEAD_WIDTH);
    private static final Product D_KEYS = new Product(
            "attentionDKeys", Layout.SQUARE_TRANSPOSED, Layout.QKV_HEADS, Layout.QKV_HEADS, Scaling.BY_HEAD_WIDTH);

    private final OneDnnRuntime runtime;
    private final OneDnnSoftmax softmax;
    private final Map<Integer, OneDnnTensor> masks = new HashMap<>();

    OneDnnAttention(OneDnnRuntime runtime) {
        this.runtime = runtime;
        this.softmax = new OneDnnSoftmax(runtime);
    }

    /**
     * Sequences to work on at first, before the others. oneDNN 3.11 misreads the layout of queries, keys and values where the
     * batch is three times the tokens, whose strides are then those of another order of dimensions: it reads and writes at other
     * places than it was told. Halves of such a batch are none.
     */
    private static int firstPart(AttentionShape shape) {
        return shape.batch() == 3L * shape.tokens() ? shape.batch() / 2 : 0;
    }

    private static AttentionShape part(AttentionShape all, int sequences) {
        return new AttentionShape(sequences, all.tokens(), all.heads(), all.headWidth(), all.mask());
    }

    private static OneDnnTensor part(AttentionShape all, OneDnnTensor x, int first, int sequences) {
        long each = x.size() / all.batch();
        return x.view(first * each, Shape.of(sequences, each));
    }

    void forward(AttentionShape all, OneDnnTensor qkv, OneDnnTensor probabilities, OneDnnTensor out) {
        int half = firstPart(all);
        if (half > 0) {
            forward(all, 0, half, qkv, probabilities, out);
        }
        forward(all, half, all.batch() - half, qkv, probabilities, out);
    }

    private void forward(
            AttentionShape all,
            int first,
            int sequences,
            OneDnnTensor qkv,
            OneDnnTensor probabilities,
            OneDnnTensor out) {
        forwardAtOnce(
                part(all, sequences),
                part(all, qkv, first, sequences),
                part(all, probabilities, first, sequences),
                part(all, out, first, sequences));
    }

    private void forwardAtOnce(AttentionShape shape, OneDnnTensor qkv, OneDnnTensor probabilities, OneDnnTensor out) {
        if (shape.tokens() == 1) {
            HostLoops.fill(probabilities, 1);
            copyValues(shape, qkv, out);
            return;
        }
        scores(shape, qkv, probabilities);
        softmax.forwardInPlace(probabilities, shape.tokens());
        OUT.run(this, shape, probabilities.address(), qkv.address(2L * shape.width()), out.address());
    }

    void backward(Backend.AttentionBackward arguments) {
        AttentionShape all = arguments.shape();
        int half = firstPart(all);
        if (half > 0) {
            backward(arguments, 0, half);
        }
        backward(arguments, half, all.batch() - half);
    }

    private void backward(Backend.AttentionBackward arguments, int first, int sequences) {
        AttentionShape all = arguments.shape();
        backwardAtOnce(
                part(all, sequences),
                part(all, OneDnnTensor.of(arguments.qkv()), first, sequences),
                part(all, OneDnnTensor.of(arguments.kept()), first, sequences),
                part(all, OneDnnTensor.of(arguments.dOut()), first, sequences),
                part(all, OneDnnTensor.of(arguments.scratch()), first, sequences),
                part(all, OneDnnTensor.of(arguments.dQkv()), first, sequences));
    }

    private void backwardAtOnce(
            AttentionShape shape,
            OneDnnTensor qkv,
            OneDnnTensor probabilities,
            OneDnnTensor dOut,
            OneDnnTensor scratch,
            OneDnnTensor dQkv) {
        long width = shape.width();
        if (shape.tokens() == 1) {
            HostLoops.fill(scratch, 0);
            copyValueGradients(shape, dOut, dQkv);
            return;
        }
        D_VALUES.run(this, shape, probabilities.address(), dOut.address(), dQkv.address(2 * width));
        D_PROBABILITIES.run(this, shape, dOut.address(), qkv.address(2 * width), scratch.address());
        softmax.backwardInPlace(probabilities, scratch, shape.tokens());
        D_QUERIES.run(this, shape, scratch.address(), qkv.address(width), dQkv.address());
        D_KEYS.run(this, shape, scratch.address(), qkv.address(), dQkv.address(width));
    }

    /**
     * A single token attends to itself alone. oneDNN cannot do this product: it misreads weights of one row and many
     * batches as transposed, beyond the end of the buffer.
     */
    private static void copyValues(AttentionShape shape, OneDnnTensor qkv, OneDnnTensor out) {
        long width = shape.width();
        for (long b = 0; b < shape.batch(); b++) {
            out.copy(b * width, qkv, (3 * b + 2) * width, width);
        }
    }

    private static void copyValueGradients(AttentionShape shape, OneDnnTensor dOut, OneDnnTensor dQkv) {
        long width = shape.width();
        HostLoops.fill(dQkv, 0);
        for (long b = 0; b < shape.batch(); b++) {
            dQkv.copy((3 * b + 2) * width, dOut, b * width, width);
        }
    }

    private void scores(AttentionShape shape, OneDnnTensor qkv, OneDnnTensor scores) {
        if (shape.mask() == AttentionShape.Mask.NONE) {
            SCORES.run(this, shape, qkv.address(), qkv.address(shape.width()), scores.address());
            return;
        }
        runtime.run(
                "attentionMaskedScores",
                key(shape),
                () -> maskedScores(shape),
                qkv.address(),
                qkv.address(shape.width()),
                scores.address(),
                masks.computeIfAbsent(shape.tokens(), OneDnnAttention::mask).address());
    }

    private OneDnnCall maskedScores(AttentionShape shape) {
        memory.desc mask = OneDnnRuntime.rowMajor(1, 1, shape.tokens(), shape.tokens());
        primitive_attr attributes = OneDnnRuntime.sharingScratchpad();
        post_ops after = new post_ops();
        after.append_eltwise(dnnl_eltwise_linear, (float) scale(shape), 0);
        after.append_binary(dnnl_binary_add, mask);
        attributes.set_post_ops(after);
        matmul.primitive_desc descriptor = SCORES.descriptor(this, shape, attributes);
        return SCORES.bind(this, shape)
                // The mask is the second post-operation; oneDNN numbers their arguments from one.
                .argument(2 * DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE | DNNL_ARG_SRC_1, mask)
                .sharedScratchpad(descriptor.scratchpad_desc())
                .build(new matmul(descriptor));
    }

    void close() {
        masks.values().forEach(OneDnnTensor::close);
    }

    private static OneDnnTensor mask(int tokens) {
        OneDnnTensor mask = OneDnnTensor.allocate(ElementType.FLOAT32, Shape.of(tokens, tokens));
        float[] row = new float[tokens];
        Arrays.fill(row, MASKED);
        for (int i = 0; i < tokens; i++) {
            row[i] = 0;
            mask.write((long) i * tokens, row, 0, tokens);
        }
        return mask;
    }

    /** One batched product of the forward or backward pass. */
    private record Product(String operation, Layout source, Layout weights, Layout destination, Scaling scaling) {
        void run(OneDnnAttention of, AttentionShape shape, Pointer from, Pointer with, Pointer to) {
            of.runtime.run(
                    operation,
                    key(shape),
                    () -> {
                        primitive_attr attributes =
                                OneDnnProducts.product(scaling == Scaling.NONE ? 1 : OneDnnAttention.scale(shape), 0);
                        matmul.primitive_desc descriptor = descriptor(of, shape, attributes);
                        return bind(of, shape)
                                .sharedScratchpad(descriptor.scratchpad_desc())
                                .build(new matmul(descriptor));
                    },
                    from,
                    with,
                    to);
        }

        OneDnnCall.Builder bind(OneDnnAttention of, AttentionShape shape) {
            return of.runtime
                    .call()
                    .argument(DNNL_ARG_SRC, source.descriptor(shape))
                    .argument(DNNL_ARG_WEIGHTS, weights.descriptor(shape))
                    .argument(DNNL_ARG_DST, destination.descriptor(shape));
        }

        matmul.primitive_desc descriptor(OneDnnAttention of, AttentionShape shape, primitive_attr attributes) {
            return new matmul.primitive_desc(
                    of.runtime.engine(),
                    source.descriptor(shape),
                    weights.descriptor(shape),
                    destination.descriptor(shape),
                    attributes,
                    false);
        }
    }

    private enum Scaling {
        NONE,
        BY_HEAD_WIDTH
    }

    private static double scale(AttentionShape shape) {
        return 1 / Math.sqrt(shape.headWidth());
    }

    private static long[] key(AttentionShape shape) {
        return new long[] {shape.batch(), shape.tokens(), shape.heads(), shape.headWidth()};
    }

    /** How one operand of a batched product lies in memory; descriptors are made only for a new shape. */
    private enum Layout {
        /** {@code [B, H, T, T]}. */
        SQUARE,
        /** The same, each {@code [T, T]} transposed. */
        SQUARE_TRANSPOSED,
        /** Heads of {@code [B*T, D]} as {@code [B, H, T, headWidth]}. */
        HEADS,
        /** Heads of one third of {@code [B*T, 3D]}, likewise. */
        QKV_HEADS,
        /** Heads of one third of {@code [B*T, 3D]} as {@code [B, H, headWidth, T]}. */
        QKV_HEADS_TRANSPOSED;

        memory.desc descriptor(AttentionShape shape) {
            long b = shape.batch();
            long h = shape.heads();
            long t = shape.tokens();
            long w = shape.headWidth();
            long row = (this == HEADS ? 1 : 3) * h * w;
            return switch (this) {
                case SQUARE -> OneDnnRuntime.rowMajor(b, h, t, t);
                case SQUARE_TRANSPOSED ->
                    OneDnnRuntime.strided(new long[] {b, h, t, t}, new long[] {h * t * t, t * t, 1, t});
                case HEADS, QKV_HEADS ->
                    OneDnnRuntime.strided(new long[] {b, h, t, w}, new long[] {t * row, w, row, 1});
                case QKV_HEADS_TRANSPOSED ->
                    OneDnnRuntime.strided(new long[] {b, h, w, t}, new long[] {t * row, w, 1, row});
            };
        }
    }
}
