package org.clipspark.model.compute;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive_attr;

/** Attention of queries to other tokens by batched products that read the heads with strides: no permutation. */
final class OneDnnCrossAttention {
    private final OneDnnRuntime runtime;
    private final OneDnnSoftmax softmax;

    OneDnnCrossAttention(OneDnnRuntime runtime) {
        this.runtime = runtime;
        this.softmax = new OneDnnSoftmax(runtime);
    }

    void forward(
            CrossAttentionShape shape,
            OneDnnTensor q,
            OneDnnTensor k,
            OneDnnTensor v,
            OneDnnTensor probabilities,
            OneDnnTensor out) {
        run(shape, Product.SCORES, q, k, probabilities);
        softmax.forwardInPlace(probabilities, shape.tokens());
        run(shape, Product.OUT, probabilities, v, out);
    }

    void backward(VariantOperations.CrossAttentionBackward arguments) {
        CrossAttentionShape shape = arguments.shape();
        OneDnnTensor probabilities = OneDnnTensor.of(arguments.kept());
        OneDnnTensor dOut = OneDnnTensor.of(arguments.dOut());
        OneDnnTensor scratch = OneDnnTensor.of(arguments.scratch());
        run(shape, Product.D_VALUES, probabilities, dOut, OneDnnTensor.of(arguments.dv()));
        run(shape, Product.D_PROBABILITIES, dOut, OneDnnTensor.of(arguments.v()), scratch);
        softmax.backwardInPlace(probabilities, scratch, shape.tokens());
        run(shape, Product.D_QUERIES, scratch, OneDnnTensor.of(arguments.k()), OneDnnTensor.of(arguments.dq()));
        run(shape, Product.D_KEYS, scratch, OneDnnTensor.of(arguments.q()), OneDnnTensor.of(arguments.dk()));
    }

    private void run(
            CrossAttentionShape shape, Product product, OneDnnTensor from, OneDnnTensor with, OneDnnTensor to) {
        if (product.isOuter(shape)) {
            weightedRows(shape, product.scale(shape), from, with, to);
            return;
        }
        runtime.run(
                "cross" + product,
                key(shape),
                () -> {
                    primitive_attr attributes = OneDnnProducts.product(product.scale(shape), 0);
                    memory.desc source = product.source.descriptor(shape);
                    memory.desc weights = product.weights.descriptor(shape);
                    memory.desc destination = product.destination.descriptor(shape);
                    matmul.primitive_desc descriptor = new matmul.primitive_desc(
                            runtime.engine(), source, weights, destination, attributes, false);
                    return runtime.call()
                            .argument(DNNL_ARG_SRC, source)
                            .argument(DNNL_ARG_WEIGHTS, weights)
                            .argument(DNNL_ARG_DST, destination)
                            .sharedScratchpad(descriptor.scratchpad_desc())
                            .build(new matmul(descriptor));
                },
                from.address(),
                with.address(),
                to.address());
    }

    /**
     * The products whose second operand has one row per sequence: {@code to[b, i] = scale * from[b, h, i] * with[b]}
     * on head h. oneDNN misreads weights of one row and many batches as transposed, beyond the end of the buffer.
     */
    private static void weightedRows(
            CrossAttentionShape shape, double scale, OneDnnTensor from, OneDnnTensor with, OneDnnTensor to) {
        int width = shape.width();
        int rows = (int) (from.size() / shape.batch() / shape.heads());
        float[] factors = new float[shape.heads() * rows];
        float[] row = new float[width];
        float[] result = new float[rows * width];
        for (int b = 0; b < shape.batch(); b++) {
            from.read((long) b * factors.length, factors, 0, factors.length);
            with.read((long) b * width, row, 0, width);
            for (int i = 0; i < rows; i++) {
                for (int j = 0; j < width; j++) {
                    result[i * width + j] = (float) scale * factors[j / shape.headWidth() * rows + i] * row[j];
                }
            }
            to.write((long) b * result.length, result, 0, result.length);
        }
    }

    private static long[] key(CrossAttentionShape shape) {
        return new long[] {shape.batch(), shape.queries(), shape.tokens(), shape.heads(), shape.headWidth()};
    }

    /** One batched product of the forward or backward pass. */
    private enum Product {
        SCORES(Layout.QUERIES, Layout.TOKENS_TRANSPOSED, Layout.PAIRS),
        OUT(Layout.PAIRS, Layout.TOKENS, Layout.QUERIES),
        D_VALUES(Layout.PAIRS_TRANSPOSED, Layout.QUERIES, Layout.TOKENS),
        D_PROBABILITIES(Layout.QUERIES, Layout.TOKENS_TRANSPOSED, Layout.PAIRS),
        D_QUERIES(Layout.PAIRS, Layout.TOKENS, Layout.QUERIES),
        D_KEYS(Layout.PAIRS_TRANSPOSED, Layout.QUERIES, Layout.TOKENS);

        private final Layout source;
        private final Layout weights;
        private final Layout destination;

        Product(Layout source, Layout weights, Layout destination) {
            this.source = source;
            this.weights = weights;
            this.destination = destination;
        }

        double scale(CrossAttentionShape shape) {
            return switch (this) {
                case SCORES, D_QUERIES, D_KEYS -> 1 / Math.sqrt(shape.headWidth());
                case OUT, D_VALUES, D_PROBABILITIES -> 1;
            };
        }

        /** Whether the weights have one row per sequence. */
        boolean isOuter(CrossAttentionShape shape) {
            return (weights == Layout.TOKENS && shape.tokens() == 1)
                    || (weights == Layout.QUERIES && shape.queries() == 1);
        }
    }

    /** How one operand of a batched product lies in memory. */
    private enum Layout {
        /** {@code [B, H, Q, T]}. */
        PAIRS,
        /** The same, each {@code [Q, T]} transposed. */
        PAIRS_TRANSPOSED,
        /** Heads of {@code [B*Q, D]} as {@code [B, H, Q, headWidth]}. */
        QUERIES,
        /** Heads of {@code [B*T, D]} as {@code [B, H, T, headWidth]}. */
        TOKENS,
        /** The same as {@code [B, H, headWidth, T]}. */
        TOKENS_TRANSPOSED;

        memory.desc descriptor(CrossAttentionShape shape) {
            long b = shape.batch();
            long h = shape.heads();
            long q = shape.queries();
            long t = shape.tokens();
            long w = shape.headWidth();
            long d = h * w;
            return switch (this) {
                case PAIRS -> OneDnnRuntime.rowMajor(b, h, q, t);
                case PAIRS_TRANSPOSED ->
                    OneDnnRuntime.strided(new long[] {b, h, t, q}, new long[] {h * q * t, q * t, 1, t});
                case QUERIES -> OneDnnRuntime.strided(new long[] {b, h, q, w}, new long[] {q * d, w, d, 1});
                case TOKENS -> OneDnnRuntime.strided(new long[] {b, h, t, w}, new long[] {t * d, w, d, 1});
                case TOKENS_TRANSPOSED -> OneDnnRuntime.strided(new long[] {b, h, w, t}, new long[] {t * d, w, 1, d});
            };
        }
    }
}
