package org.clipspark.model.compute;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_FROM;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_TO;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_linear;
import static org.bytedeco.dnnl.global.dnnl.dnnl_scratchpad_mode_user;

import java.util.HashMap;
import java.util.Map;
import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.javacpp.Pointer;

/**
 * Matrix products. Weights are packed into oneDNN's own layout right before the products that read them: the copy
 * costs a few per cent of what the faster kernel saves (measured on AVX-512: 350 against 290 GFLOP/s).
 */
final class OneDnnProducts {
    private final OneDnnRuntime runtime;
    private final Map<Sizes, Packing> packings = new HashMap<>();
    private OneDnnTensor packed = OneDnnTensor.allocate(ElementType.FLOAT32, Shape.of(1));
    private OneDnnTensor ones = ones(1);

    OneDnnProducts(OneDnnRuntime runtime) {
        this.runtime = runtime;
    }

    /** How one weight matrix is copied into the layout of one product. */
    private record Packing(memory.desc layout, long floats) {}

    /** A product {@code [rows, inner] x [inner, outer]} whose first factor may lie transposed. */
    private record Sizes(long rows, long inner, long outer, Transpose source) {}

    private enum Add {
        NOTHING,
        DESTINATION
    }

    void matmul(
            Transpose transposeA,
            OneDnnTensor a,
            Transpose transposeB,
            OneDnnTensor b,
            double alpha,
            double beta,
            OneDnnTensor c) {
        long m = c.rows();
        long n = c.columns();
        long k = transposeA == Transpose.NO ? a.columns() : a.rows();
        long[] key = {
            m,
            n,
            k,
            number(transposeA),
            number(transposeB),
            Double.doubleToLongBits(alpha),
            Double.doubleToLongBits(beta)
        };
        runtime.run(
                "matmul",
                key,
                () -> {
                    memory.desc source = matrix(m, k, transposeA);
                    memory.desc weights = matrix(k, n, transposeB);
                    memory.desc destination = OneDnnRuntime.rowMajor(m, n);
                    matmul.primitive_desc descriptor = new matmul.primitive_desc(
                            runtime.engine(), source, weights, destination, product(alpha, beta), false);
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
        Pointer weights = pack(new Sizes(n, i, o, Transpose.NO), Transpose.YES, w);
        runtime.run(
                "linear",
                new long[] {n, i, o},
                () -> call(
                        product(new Sizes(n, i, o, Transpose.NO)),
                        OneDnnRuntime.rowMajor(n, i),
                        product(new Sizes(n, i, o, Transpose.NO)).weights_desc(),
                        OneDnnRuntime.rowMajor(n, o)),
                x.address(),
                weights,
                y.address());
    }

    void linear(OneDnnTensor x, OneDnnTensor w, OneDnnTensor bias, OneDnnTensor y) {
        biased("linearBias", Add.NOTHING, x, w, bias, y);
    }

    void linearAdd(OneDnnTensor x, OneDnnTensor w, OneDnnTensor bias, OneDnnTensor y) {
        biased("linearAdd", Add.DESTINATION, x, w, bias, y);
    }

    private void biased(String operation, Add add, OneDnnTensor x, OneDnnTensor w, OneDnnTensor bias, OneDnnTensor y) {
        long n = x.rows();
        long i = x.columns();
        long o = w.rows();
        Pointer weights = pack(new Sizes(n, i, o, Transpose.NO), Transpose.YES, w);
        runtime.run(
                operation,
                new long[] {n, i, o},
                () -> {
                    memory.desc layout =
                            product(new Sizes(n, i, o, Transpose.NO)).weights_desc();
                    memory.desc biasRow = OneDnnRuntime.rowMajor(1, o);
                    matmul.primitive_desc descriptor = new matmul.primitive_desc(
                            runtime.engine(),
                            OneDnnRuntime.rowMajor(n, i),
                            layout,
                            biasRow,
                            OneDnnRuntime.rowMajor(n, o),
                            adding(add),
                            false);
                    return runtime.call()
                            .argument(DNNL_ARG_SRC, OneDnnRuntime.rowMajor(n, i))
                            .argument(DNNL_ARG_WEIGHTS, layout)
                            .argument(DNNL_ARG_BIAS, biasRow)
                            .argument(DNNL_ARG_DST, OneDnnRuntime.rowMajor(n, o))
                            .sharedScratchpad(descriptor.scratchpad_desc())
                            .build(new matmul(descriptor));
                },
                x.address(),
                weights,
                bias.address(),
                y.address());
    }

    void linearBackwardInput(OneDnnTensor dy, OneDnnTensor w, OneDnnTensor dx) {
        long n = dy.rows();
        long o = dy.columns();
        long i = dx.columns();
        Pointer weights = pack(new Sizes(n, o, i, Transpose.NO), Transpose.NO, w);
        runtime.run(
                "linear",
                new long[] {n, o, i},
                () -> call(
                        product(new Sizes(n, o, i, Transpose.NO)),
                        OneDnnRuntime.rowMajor(n, o),
                        product(new Sizes(n, o, i, Transpose.NO)).weights_desc(),
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
        Pointer weights = pack(new Sizes(o, n, i, Transpose.YES), Transpose.NO, x);
        runtime.run(
                "linearBackwardWeight",
                new long[] {n, o, i},
                () -> {
                    Sizes sizes = new Sizes(o, n, i, Transpose.YES);
                    memory.desc source = matrix(o, n, Transpose.YES);
                    memory.desc layout = product(sizes).weights_desc();
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

    /** Copies the weights {@code [inner, outer]} into the layout that the product of these sizes prefers. */
    private Pointer pack(Sizes sizes, Transpose transpose, OneDnnTensor w) {
        Packing packing = packings.computeIfAbsent(sizes, missing -> {
            memory.desc layout = product(missing).weights_desc();
            return new Packing(layout, (layout.get_size() + Float.BYTES - 1) / Float.BYTES);
        });
        if (packed.size() < packing.floats()) {
            packed.close();
            packed = OneDnnTensor.allocate(ElementType.FLOAT32, Shape.of(packing.floats()));
        }
        runtime.run(
                "pack",
                new long[] {sizes.rows(), sizes.inner(), sizes.outer(), number(sizes.source()), number(transpose)},
                () -> {
                    memory.desc plain = matrix(sizes.inner(), sizes.outer(), transpose);
                    return runtime.call()
                            .argument(DNNL_ARG_FROM, plain)
                            .argument(DNNL_ARG_TO, packing.layout())
                            .build(new reorder(new reorder.primitive_desc(
                                    runtime.engine(), plain, runtime.engine(), packing.layout())));
                },
                w.address(),
                packed.address());
        return packed.address();
    }

    void close() {
        packed.close();
        ones.close();
    }

    /** The product without anything added: asked only for the layout of weights that it prefers. */
    private matmul.primitive_desc product(Sizes sizes) {
        return new matmul.primitive_desc(
                runtime.engine(),
                matrix(sizes.rows(), sizes.inner(), sizes.source()),
                OneDnnRuntime.chosen(sizes.inner(), sizes.outer()),
                OneDnnRuntime.rowMajor(sizes.rows(), sizes.outer()),
                product(1, 0),
                false);
    }

    private static long number(Transpose transpose) {
        return transpose == Transpose.YES ? 1 : 0;
    }

    private static memory.desc matrix(long rows, long columns, Transpose transpose) {
        return transpose == Transpose.NO
                ? OneDnnRuntime.rowMajor(rows, columns)
                : OneDnnRuntime.strided(new long[] {rows, columns}, new long[] {1, rows});
    }

    private static primitive_attr adding(Add add) {
        return product(1, add == Add.NOTHING ? 0 : 1);
    }

    /** {@link #scaled}, with the scratchpad that all calls share. */
    static primitive_attr product(double alpha, double beta) {
        primitive_attr attributes = scaled(alpha, beta);
        attributes.set_scratchpad_mode(dnnl_scratchpad_mode_user);
        return attributes;
    }

    /** Attributes for {@code alpha * result + beta * destination}. */
    static primitive_attr scaled(double alpha, double beta) {
        primitive_attr attributes = new primitive_attr();
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
