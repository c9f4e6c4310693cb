package org.clipspark.model.compute;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SCALE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SHIFT;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_MEAN;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCALE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SHIFT;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_0;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_VARIANCE;
import static org.bytedeco.dnnl.global.dnnl.dnnl_backward;
import static org.bytedeco.dnnl.global.dnnl.dnnl_binary_add;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_gelu_erf;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_gelu_tanh;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_relu;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_swish;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_training;
import static org.bytedeco.dnnl.global.dnnl.dnnl_use_scale;
import static org.bytedeco.dnnl.global.dnnl.dnnl_use_shift;

import org.bytedeco.dnnl.binary;
import org.bytedeco.dnnl.eltwise_backward;
import org.bytedeco.dnnl.eltwise_forward;
import org.bytedeco.dnnl.layer_normalization_backward;
import org.bytedeco.dnnl.layer_normalization_forward;
import org.bytedeco.dnnl.memory;

/** Activations, sums and layer normalisation by oneDNN primitives. */
final class OneDnnPointwise {
    private static final int GAIN_AND_SHIFT = dnnl_use_scale | dnnl_use_shift;

    private final OneDnnRuntime runtime;
    private OneDnnTensor gainGradient = OneDnnTensor.allocate(ElementType.FLOAT32, Shape.of(1));
    private OneDnnTensor shiftGradient = OneDnnTensor.allocate(ElementType.FLOAT32, Shape.of(1));

    OneDnnPointwise(OneDnnRuntime runtime) {
        this.runtime = runtime;
    }

    void activation(Activation activation, OneDnnTensor x, OneDnnTensor y) {
        runtime.run(
                "activation",
                new long[] {algorithm(activation), x.size()},
                () -> {
                    memory.desc row = OneDnnRuntime.rowMajor(1, x.size());
                    return runtime.call()
                            .argument(DNNL_ARG_SRC, row)
                            .argument(DNNL_ARG_DST, row)
                            .build(new eltwise_forward(forwardDescriptor(activation, row)));
                },
                x.address(),
                y.address());
    }

    void activationBackward(Activation activation, OneDnnTensor x, OneDnnTensor dy, OneDnnTensor dx) {
        runtime.run(
                "activationBackward",
                new long[] {algorithm(activation), x.size()},
                () -> {
                    memory.desc row = OneDnnRuntime.rowMajor(1, x.size());
                    return runtime.call()
                            .argument(DNNL_ARG_SRC, row)
                            .argument(DNNL_ARG_DIFF_DST, row)
                            .argument(DNNL_ARG_DIFF_SRC, row)
                            .build(new eltwise_backward(new eltwise_backward.primitive_desc(
                                    runtime.engine(),
                                    algorithm(activation),
                                    row,
                                    row,
                                    row,
                                    alpha(activation),
                                    0,
                                    forwardDescriptor(activation, row))));
                },
                x.address(),
                dy.address(),
                dx.address());
    }

    private eltwise_forward.primitive_desc forwardDescriptor(Activation activation, memory.desc row) {
        return new eltwise_forward.primitive_desc(
                runtime.engine(), dnnl_forward_training, algorithm(activation), row, row, alpha(activation), 0);
    }

    private static int algorithm(Activation activation) {
        return switch (activation) {
            case GELU -> dnnl_eltwise_gelu_erf;
            case QUICK_GELU -> dnnl_eltwise_swish;
            case GELU_TANH -> dnnl_eltwise_gelu_tanh;
            case RELU -> dnnl_eltwise_relu;
        };
    }

    private static float alpha(Activation activation) {
        return activation == Activation.QUICK_GELU ? 1.702f : 0;
    }

    /** {@code y[r] += x} for each of {@code rows} rows of {@code x.size()} elements. */
    void addToRows(OneDnnTensor x, long rows, OneDnnTensor y) {
        runtime.run(
                "addToRows",
                new long[] {rows, x.size()},
                () -> {
                    memory.desc all = OneDnnRuntime.rowMajor(rows, x.size());
                    memory.desc one = OneDnnRuntime.rowMajor(1, x.size());
                    return runtime.call()
                            .argument(DNNL_ARG_SRC_0, all)
                            .argument(DNNL_ARG_SRC_1, one)
                            .argument(DNNL_ARG_DST, all)
                            .build(new binary(
                                    new binary.primitive_desc(runtime.engine(), dnnl_binary_add, all, one, all)));
                },
                y.address(),
                x.address(),
                y.address());
    }

    void layerNorm(
            OneDnnTensor x,
            OneDnnTensor gamma,
            OneDnnTensor beta,
            double epsilon,
            OneDnnTensor y,
            OneDnnTensor mean,
            OneDnnTensor variance) {
        long rows = x.rows();
        long width = x.columns();
        runtime.run(
                "layerNorm",
                new long[] {rows, width, Double.doubleToLongBits(epsilon)},
                () -> {
                    memory.desc body = OneDnnRuntime.rowMajor(rows, width);
                    memory.desc each = OneDnnRuntime.rowMajor(rows);
                    memory.desc gain = OneDnnRuntime.rowMajor(width);
                    return runtime.call()
                            .argument(DNNL_ARG_SRC, body)
                            .argument(DNNL_ARG_SCALE, gain)
                            .argument(DNNL_ARG_SHIFT, gain)
                            .argument(DNNL_ARG_DST, body)
                            .argument(DNNL_ARG_MEAN, each)
                            .argument(DNNL_ARG_VARIANCE, each)
                            .build(new layer_normalization_forward(normDescriptor(body, each, epsilon)));
                },
                x.address(),
                gamma.address(),
                beta.address(),
                y.address(),
                mean.address(),
                variance.address());
    }

    private layer_normalization_forward.primitive_desc normDescriptor(
            memory.desc body, memory.desc each, double epsilon) {
        return new layer_normalization_forward.primitive_desc(
                runtime.engine(), dnnl_forward_training, body, body, each, (float) epsilon, GAIN_AND_SHIFT);
    }

    void layerNormBackward(Backend.LayerNormBackward arguments) {
        OneDnnTensor x = OneDnnTensor.of(arguments.x());
        long rows = x.rows();
        long width = x.columns();
        if (gainGradient.size() < width) {
            gainGradient.close();
            shiftGradient.close();
            gainGradient = OneDnnTensor.allocate(ElementType.FLOAT32, Shape.of(width));
            shiftGradient = OneDnnTensor.allocate(ElementType.FLOAT32, Shape.of(width));
        }
        runtime.run(
                "layerNormBackward",
                new long[] {rows, width, Double.doubleToLongBits(arguments.epsilon())},
                () -> normBackward(rows, width, arguments.epsilon()),
                x.address(),
                OneDnnTensor.of(arguments.dy()).address(),
                OneDnnTensor.of(arguments.mean()).address(),
                OneDnnTensor.of(arguments.variance()).address(),
                OneDnnTensor.of(arguments.gamma()).address(),
                OneDnnTensor.of(arguments.dx()).address(),
                gainGradient.address(),
                shiftGradient.address());
        HostLoops.addScaled(1, gainGradient, OneDnnTensor.of(arguments.dgamma()), width);
        HostLoops.addScaled(1, shiftGradient, OneDnnTensor.of(arguments.dbeta()), width);
    }

    void close() {
        gainGradient.close();
        shiftGradient.close();
    }

    private OneDnnCall normBackward(long rows, long width, double epsilon) {
        memory.desc body = OneDnnRuntime.rowMajor(rows, width);
        memory.desc each = OneDnnRuntime.rowMajor(rows);
        memory.desc gain = OneDnnRuntime.rowMajor(width);
        return runtime.call()
                .argument(DNNL_ARG_SRC, body)
                .argument(DNNL_ARG_DIFF_DST, body)
                .argument(DNNL_ARG_MEAN, each)
                .argument(DNNL_ARG_VARIANCE, each)
                .argument(DNNL_ARG_SCALE, gain)
                .argument(DNNL_ARG_DIFF_SRC, body)
                .argument(DNNL_ARG_DIFF_SCALE, gain)
                .argument(DNNL_ARG_DIFF_SHIFT, gain)
                .build(new layer_normalization_backward(new layer_normalization_backward.primitive_desc(
                        runtime.engine(),
                        dnnl_backward,
                        body,
                        body,
                        body,
                        each,
                        (float) epsilon,
                        GAIN_AND_SHIFT,
                        normDescriptor(body, each, epsilon))));
    }
}
