package org.clipspark.model.compute;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_FROM;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_TO;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.dnnl_convolution_direct;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_training;

import java.util.HashMap;
import java.util.Map;
import org.bytedeco.dnnl.convolution_backward_data;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.reorder;

/**
 * Depthwise convolutions, channels last: as fast there as in oneDNN's blocked order, and no map is copied. The weights,
 * a few per channel, are brought into the order that oneDNN chooses before each pass.
 */
final class OneDnnDepthwise {
    private final OneDnnRuntime runtime;
    private final OneDnnScratch packed = new OneDnnScratch();
    private final Map<DepthwiseShape, Plan> forward = new HashMap<>();
    private final Map<DepthwiseShape, Plan> backward = new HashMap<>();

    /** A pass and the copy of its weights, which take that many bytes. */
    private record Plan(OneDnnCall pass, OneDnnCall copy, long packedBytes) {}

    OneDnnDepthwise(OneDnnRuntime runtime) {
        this.runtime = runtime;
    }

    void forward(DepthwiseShape shape, OneDnnTensor x, OneDnnTensor w, OneDnnTensor bias, OneDnnTensor y) {
        Plan plan = forward.computeIfAbsent(shape, this::planForward);
        runtime.run(plan.copy(), w.address(), packed.atLeast(plan.packedBytes()));
        runtime.run(plan.pass(), x.address(), packed.atLeast(plan.packedBytes()), bias.address(), y.address());
    }

    void backwardInput(DepthwiseShape shape, OneDnnTensor dy, OneDnnTensor w, OneDnnTensor dx) {
        Plan plan = backward.computeIfAbsent(shape, this::planBackward);
        runtime.run(plan.copy(), w.address(), packed.atLeast(plan.packedBytes()));
        runtime.run(plan.pass(), dy.address(), packed.atLeast(plan.packedBytes()), dx.address());
    }

    private Plan planForward(DepthwiseShape shape) {
        memory.desc maps = OneDnnRuntime.maps(shape.maps());
        memory.desc bias = OneDnnRuntime.rowMajor(shape.maps().channels());
        convolution_forward.primitive_desc descriptor = new convolution_forward.primitive_desc(
                runtime.engine(),
                dnnl_forward_training,
                dnnl_convolution_direct,
                maps,
                chosenWeights(shape),
                bias,
                maps,
                both(1),
                both(shape.padding()),
                both(shape.padding()),
                OneDnnRuntime.sharingScratchpad(),
                false);
        OneDnnCall pass = runtime.call()
                .argument(DNNL_ARG_SRC, maps)
                .argument(DNNL_ARG_WEIGHTS, descriptor.weights_desc())
                .argument(DNNL_ARG_BIAS, bias)
                .argument(DNNL_ARG_DST, maps)
                .sharedScratchpad(descriptor.scratchpad_desc())
                .build(new convolution_forward(descriptor));
        return plan(shape, pass, descriptor.weights_desc());
    }

    private Plan planBackward(DepthwiseShape shape) {
        memory.desc maps = OneDnnRuntime.maps(shape.maps());
        convolution_backward_data.primitive_desc descriptor = new convolution_backward_data.primitive_desc(
                runtime.engine(),
                dnnl_convolution_direct,
                maps,
                chosenWeights(shape),
                maps,
                both(1),
                both(shape.padding()),
                both(shape.padding()),
                hint(shape, maps),
                OneDnnRuntime.sharingScratchpad(),
                false);
        OneDnnCall pass = runtime.call()
                .argument(DNNL_ARG_DIFF_DST, maps)
                .argument(DNNL_ARG_WEIGHTS, descriptor.weights_desc())
                .argument(DNNL_ARG_DIFF_SRC, maps)
                .sharedScratchpad(descriptor.scratchpad_desc())
                .build(new convolution_backward_data(descriptor));
        return plan(shape, pass, descriptor.weights_desc());
    }

    /** The forward pass that the backward one belongs to, as oneDNN wants to know it. */
    private convolution_forward.primitive_desc hint(DepthwiseShape shape, memory.desc maps) {
        return new convolution_forward.primitive_desc(
                runtime.engine(),
                dnnl_forward_training,
                dnnl_convolution_direct,
                maps,
                chosenWeights(shape),
                maps,
                both(1),
                both(shape.padding()),
                both(shape.padding()),
                OneDnnRuntime.sharingScratchpad(),
                false);
    }

    private Plan plan(DepthwiseShape shape, OneDnnCall pass, memory.desc own) {
        memory.desc given = OneDnnRuntime.rowMajor(weights(shape));
        OneDnnCall copy = runtime.call()
                .argument(DNNL_ARG_FROM, given)
                .argument(DNNL_ARG_TO, own)
                .build(new reorder(new reorder.primitive_desc(runtime.engine(), given, runtime.engine(), own)));
        return new Plan(pass, copy, own.get_size());
    }

    private static memory.desc chosenWeights(DepthwiseShape shape) {
        return OneDnnRuntime.chosen(weights(shape));
    }

    /** Weights of a convolution in as many groups as there are channels. */
    private static long[] weights(DepthwiseShape shape) {
        return new long[] {shape.maps().channels(), 1, 1, shape.kernel(), shape.kernel()};
    }

    private static long[] both(int value) {
        return new long[] {value, value};
    }

    void close() {
        packed.close();
    }
}
