package org.clipspark.model.compute;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.dnnl_binary_add;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_linear;

import java.util.function.UnaryOperator;
import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.javacpp.Pointer;

/** Matrix products, those with weights on packed copies of them. */
final class OneDnnProducts {
    private final OneDnnRuntime runtime;
    private final OneDnnPacking packing;
    private final OneDnnScratch scaled = new OneDnnScratch();
    private final OneDnnNarrowGradients narrow;
    private OneDnnTensor ones = ones(1);

    OneDnnProducts(OneDnnRuntime runtime) {
        this.runtime = runtime;
        this.packing = new OneDnnPacking(runtime);
        this.narrow = new OneDnnNarrowGradients(runtime);
    }

    /**
     * {@code alpha} is a number of the data, like a learnt temperature: it goes into the smaller operand. As a part of the
     * kernel it would need a new one for every value, and kernels are kept.
     */
    void matmul(
            Transpose transposeA,
            OneDnnTensor a,
            Transpose transposeB,
            OneDnnTensor b,
            double alpha,
            double beta,
            OneDnnTensor c) {
        if (alpha == 1) {
            matmul(transposeA, a, transposeB, b, beta, c);
        } else if (a.size() <= b.size()) {
            matmul(transposeA, scaledCopy(alpha, a), transposeB, b, beta, c);
        } else {
            matmul(transposeA, a, transposeB, scaledCopy(alpha, b), beta, c);
        }
    }

    private OneDnnTensor scaledCopy(double alpha, OneDnnTensor x) {
        OneDnnTensor copy = scaled.floats(x.size()).view(0, x.shape());
        copy.copy(0, x, 0, x.size());
        HostLoops.scale(alpha, copy);
        return copy;
    }

    private void matmul(
            Transpose transposeA, OneDnnTensor a, Transpose transposeB, OneDnnTensor b, double beta, OneDnnTensor c) {
        long m = c.rows();
        long n = c.columns();
        long k = transposeA == Transpose.NO ? a.columns() : a.rows();
        runtime.run(
                "matmul",
                new long[] {
                    m,
                    n,
                    k,
                    OneDnnPacking.number(transposeA),
                    OneDnnPacking.number(transposeB),
                    Double.doubleToLongBits(beta)
                },
                () -> {
                    memory.desc source = OneDnnRuntime.matrix(m, k, transposeA);
                    memory.desc weights = OneDnnRuntime.matrix(k, n, transposeB);
                    memory.desc destination = OneDnnRuntime.rowMajor(m, n);
                    matmul.primitive_desc descriptor = new matmul.primitive_desc(
                            runtime.engine(), source, weights, destination, product(1, beta), false);
                    return call(descriptor, source, weights, destination);
                },
                a.address(),
                b.address(),
                c.address());
    }

    private OneDnnCall call(
            matmul.primitive_desc descriptor, memory.desc source, memory.desc weights, memory.desc destination) {
        return runtime.call()
                .argument(DNNL_ARG_SRC, source)
                .argument(DNNL_ARG_WEIGHTS, weights)
                .argument(DNNL_ARG_DST, destination)
                .sharedScratchpad(descriptor.scratchpad_desc())
                .build(new matmul(descriptor));
    }

    void linear(OneDnnTensor x, OneDnnTensor w, OneDnnTensor y) {
        long n = x.rows();
        long i = x.columns();
        long o = w.rows();
        Pointer weights = packing.pack(new OneDnnPacking.Sizes(n, i, o, Transpose.NO), Transpose.YES, w);
        runtime.run(
                "linear",
                new long[] {n, i, o},
                () -> call(
                        packing.product(new OneDnnPacking.Sizes(n, i, o, Transpose.NO)),
                        OneDnnRuntime.rowMajor(n, i),
                        packing.layout(new OneDnnPacking.Sizes(n, i, o, Transpose.NO)),
                        OneDnnRuntime.rowMajor(n, o)),
                x.address(),
                weights,
                y.address());
    }

    void linear(OneDnnTensor x, OneDnnTensor w, OneDnnTensor bias, OneDnnTensor y) {
        OneDnnPacking.Sizes sizes = sizes(x, w);
        runtime.run(
                "linearBias",
                numbers(sizes),
                () -> biased(sizes, product(1, 0), call -> call),
                x.address(),
                packing.pack(sizes, Transpose.YES, w),
                bias.address(),
                y.address());
    }

    void linearAdd(OneDnnTensor x, OneDnnTensor w, OneDnnTensor bias, OneDnnTensor y) {
        OneDnnPacking.Sizes sizes = sizes(x, w);
        runtime.run(
                "linearAdd",
                numbers(sizes),
                () -> biased(sizes, product(1, 1), call -> call),
                x.address(),
                packing.pack(sizes, Transpose.YES, w),
                bias.address(),
                y.address());
    }

    void linearAdd(OneDnnTensor x, OneDnnTensor w, OneDnnTensor bias, OneDnnTensor residual, OneDnnTensor y) {
        OneDnnPacking.Sizes sizes = sizes(x, w);
        runtime.run(
                "linearAddResidual",
                numbers(sizes),
                () -> {
                    memory.desc result = OneDnnRuntime.rowMajor(sizes.rows(), sizes.outer());
                    post_ops after = new post_ops();
                    after.append_binary(dnnl_binary_add, result);
                    primitive_attr attributes = OneDnnRuntime.sharingScratchpad();
                    attributes.set_post_ops(after);
                    return biased(
                            sizes,
                            attributes,
                            call -> call.argument(DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE | DNNL_ARG_SRC_1, result));
                },
                x.address(),
                packing.pack(sizes, Transpose.YES, w),
                bias.address(),
                y.address(),
                residual.address());
    }

    private static OneDnnPacking.Sizes sizes(OneDnnTensor x, OneDnnTensor w) {
        return new OneDnnPacking.Sizes(x.rows(), x.columns(), w.rows(), Transpose.NO);
    }

    private static long[] numbers(OneDnnPacking.Sizes sizes) {
        return new long[] {sizes.rows(), sizes.inner(), sizes.outer()};
    }

    private OneDnnCall biased(
            OneDnnPacking.Sizes sizes, primitive_attr attributes, UnaryOperator<OneDnnCall.Builder> more) {
        memory.desc source = OneDnnRuntime.rowMajor(sizes.rows(), sizes.inner());
        memory.desc layout = packing.layout(sizes);
        memory.desc biasRow = OneDnnRuntime.rowMajor(1, sizes.outer());
        memory.desc result = OneDnnRuntime.rowMajor(sizes.rows(), sizes.outer());
        matmul.primitive_desc descriptor =
                new matmul.primitive_desc(runtime.engine(), source, layout, biasRow, result, attributes, false);
        OneDnnCall.Builder call = runtime.call()
                .argument(DNNL_ARG_SRC, source)
                .argument(DNNL_ARG_WEIGHTS, layout)
                .argument(DNNL_ARG_BIAS, biasRow)
                .argument(DNNL_ARG_DST, result);
        return more.apply(call).sharedScratchpad(descriptor.scratchpad_desc()).build(new matmul(descriptor));
    }

    void linearBackwardInput(OneDnnTensor dy, OneDnnTensor w, OneDnnTensor dx) {
        long n = dy.rows();
        long o = dy.columns();
        long i = dx.columns();
        Pointer weights = packing.pack(new OneDnnPacking.Sizes(n, o, i, Transpose.NO), Transpose.NO, w);
        runtime.run(
                "linear",
                new long[] {n, o, i},
                () -> call(
                        packing.product(new OneDnnPacking.Sizes(n, o, i, Transpose.NO)),
                        OneDnnRuntime.rowMajor(n, o),
                        packing.layout(new OneDnnPacking.Sizes(n, o, i, Transpose.NO)),
                        OneDnnRuntime.rowMajor(n, i)),
                dy.address(),
                weights,
                dx.address());
    }

    /**
     * Packs {@code x} too: read as it lies, rows of a multiple of 4096 bytes fall into the same cache sets (measured for
     * 1600 rows of 3072: 289 against 206 GFLOP/s, the copy included).
     */
    void linearBackwardWeight(OneDnnTensor dy, OneDnnTensor x, OneDnnTensor dw) {
        long n = dy.rows();
        long o = dy.columns();
        long i = x.columns();
        Pointer weights = packing.pack(new OneDnnPacking.Sizes(o, n, i, Transpose.YES), Transpose.NO, x);
        runtime.run(
                "linearBackwardWeight",
                new long[] {n, o, i},
                () -> {
                    OneDnnPacking.Sizes sizes = new OneDnnPacking.Sizes(o, n, i, Transpose.YES);
                    memory.desc source = OneDnnRuntime.matrix(o, n, Transpose.YES);
                    memory.desc layout = packing.layout(sizes);
                    memory.desc gradient = OneDnnRuntime.rowMajor(o, i);
                    return call(
                            new matmul.primitive_desc(runtime.engine(), source, layout, gradient, product(1, 1), false),
                            source,
                            layout,
                            gradient);
                },
                dy.address(),
                weights,
                dw.address());
    }

    void linearBackwardParameters(OneDnnTensor dy, OneDnnTensor x, OneDnnTensor dw, OneDnnTensor db) {
        if (OneDnnNarrowGradients.suit(dy, x)) {
            narrow.add(dy, x, dw, db);
        } else {
            linearBackwardWeight(dy, x, dw);
            addColumnSums(dy, db);
        }
    }

    /** Column sums as the product of a row of ones: oneDNN's own reduction over rows is a hundred times slower. */
    void addColumnSums(OneDnnTensor matrix, OneDnnTensor sums) {
        addColumnSums(matrix, matrix.rows(), matrix.columns(), sums);
    }

    void addColumnSums(OneDnnTensor matrix, long rows, long columns, OneDnnTensor sums) {
        if (ones.size() < rows) {
            ones.close();
            ones = ones(rows);
        }
        runtime.run(
                "columnSums",
                new long[] {rows, columns},
                () -> {
                    memory.desc row = OneDnnRuntime.rowMajor(1, rows);
                    memory.desc body = OneDnnRuntime.rowMajor(rows, columns);
                    memory.desc result = OneDnnRuntime.rowMajor(1, columns);
                    return call(
                            new matmul.primitive_desc(runtime.engine(), row, body, result, product(1, 1), false),
                            row,
                            body,
                            result);
                },
                ones.address(),
                matrix.address(),
                sums.address());
    }

    private static OneDnnTensor ones(long count) {
        OneDnnTensor tensor = OneDnnTensor.allocate(ElementType.FLOAT32, Shape.of(count));
        HostLoops.fill(tensor, 1);
        return tensor;
    }

    void close() {
        packing.close();
        narrow.close();
        scaled.close();
        ones.close();
    }

    /** {@link #scaled}, with the scratchpad that all calls share. */
    static primitive_attr product(double alpha, double beta) {
        return adding(OneDnnRuntime.sharingScratchpad(), alpha, beta);
    }

    /** Attributes for {@code alpha * result + beta * destination}. */
    static primitive_attr scaled(double alpha, double beta) {
        return adding(new primitive_attr(), alpha, beta);
    }

    private static primitive_attr adding(primitive_attr attributes, double alpha, double beta) {
        post_ops after = new post_ops();
        if (alpha != 1) {
            after.append_eltwise(dnnl_eltwise_linear, (float) alpha, 0);
        }
        if (beta != 0) {
            after.append_sum((float) beta, 0, memory.data_type.undef);
        }
        attributes.set_post_ops(after);
        return attributes;
    }
}
