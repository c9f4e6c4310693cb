package org.clipspark.model.compute;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_FROM;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_TO;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.dnnl_convolution_direct;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_training;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.bytedeco.dnnl.convolution_backward_data;
import org.bytedeco.dnnl.convolution_backward_weights;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.primitive_desc_base;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.javacpp.Pointer;

/**
 * Convolutions. Weights lie in open_clip's order and are copied into oneDNN's own before each product; gradients come
 * back the same way. The copy is small beside the product, which runs over every position.
 */
final class OneDnnConvolution {
    private final OneDnnRuntime runtime;
    private final OneDnnScratch packed = new OneDnnScratch();
    private final Map<Key, Plan> plans = new HashMap<>();

    private enum Pass {
        FORWARD,
        BACKWARD_INPUT,
        BACKWARD_WEIGHT
    }

    private record Key(Pass pass, ConvolutionShape shape) {}

    /** One pass of one shape: the product, the copy of its weights or their gradient, and room for it. */
    private record Plan(OneDnnCall product, OneDnnCall copy, long packedBytes) {}

    OneDnnConvolution(OneDnnRuntime runtime) {
        this.runtime = runtime;
    }

    void forward(ConvolutionShape shape, OneDnnTensor x, OneDnnTensor w, OneDnnTensor y) {
        Plan plan = plans.computeIfAbsent(new Key(Pass.FORWARD, shape), key -> planForward(shape));
        runtime.run(plan.copy(), w.address(), packed.atLeast(plan.packedBytes()));
        product(plan, x.address(), y.address());
    }

    void backwardInput(ConvolutionShape shape, OneDnnTensor dy, OneDnnTensor w, OneDnnTensor dx) {
        Plan plan = plans.computeIfAbsent(new Key(Pass.BACKWARD_INPUT, shape), key -> planBackwardInput(shape));
        runtime.run(plan.copy(), w.address(), packed.atLeast(plan.packedBytes()));
        product(plan, dy.address(), dx.address());
    }

    void backwardWeight(ConvolutionShape shape, OneDnnTensor dy, OneDnnTensor x, OneDnnTensor dw) {
        Plan plan = plans.computeIfAbsent(new Key(Pass.BACKWARD_WEIGHT, shape), key -> planBackwardWeight(shape));
        product(plan, x.address(), dy.address());
        runtime.run(plan.copy(), packed.atLeast(plan.packedBytes()), dw.address());
    }

    private void product(Plan plan, Pointer first, Pointer second) {
        runtime.run(plan.product(), first, second, packed.atLeast(plan.packedBytes()));
    }

    private convolution_forward.primitive_desc forwardDescriptor(ConvolutionShape shape) {
        return new convolution_forward.primitive_desc(
                runtime.engine(),
                dnnl_forward_training,
                dnnl_convolution_direct,
                OneDnnRuntime.maps(shape.input()),
                chosenWeights(shape),
                OneDnnRuntime.maps(shape.output()),
                both(shape.stride()),
                both(shape.padding()),
                both(shape.padding()),
                OneDnnRuntime.sharingScratchpad(),
                false);
    }

    private Plan planForward(ConvolutionShape shape) {
        convolution_forward.primitive_desc descriptor = forwardDescriptor(shape);
        OneDnnCall.Builder arguments = runtime.call()
                .argument(DNNL_ARG_SRC, OneDnnRuntime.maps(shape.input()))
                .argument(DNNL_ARG_DST, OneDnnRuntime.maps(shape.output()))
                .argument(DNNL_ARG_WEIGHTS, descriptor.weights_desc());
        return plan(
                descriptor,
                descriptor.weights_desc(),
                arguments,
                new convolution_forward(descriptor),
                own -> reorder(weights(shape), own, new primitive_attr()));
    }

    private Plan planBackwardInput(ConvolutionShape shape) {
        convolution_backward_data.primitive_desc descriptor = new convolution_backward_data.primitive_desc(
                runtime.engine(),
                dnnl_convolution_direct,
                OneDnnRuntime.maps(shape.input()),
                chosenWeights(shape),
                OneDnnRuntime.maps(shape.output()),
                both(shape.stride()),
                both(shape.padding()),
                both(shape.padding()),
                forwardDescriptor(shape),
                OneDnnRuntime.sharingScratchpad(),
                false);
        OneDnnCall.Builder arguments = runtime.call()
                .argument(DNNL_ARG_DIFF_DST, OneDnnRuntime.maps(shape.output()))
                .argument(DNNL_ARG_DIFF_SRC, OneDnnRuntime.maps(shape.input()))
                .argument(DNNL_ARG_WEIGHTS, descriptor.weights_desc());
        primitive product = new convolution_backward_data(descriptor);
        return plan(
                descriptor,
                descriptor.weights_desc(),
                arguments,
                product,
                own -> reorder(weights(shape), own, new primitive_attr()));
    }

    private Plan planBackwardWeight(ConvolutionShape shape) {
        convolution_backward_weights.primitive_desc descriptor = new convolution_backward_weights.primitive_desc(
                runtime.engine(),
                dnnl_convolution_direct,
                OneDnnRuntime.maps(shape.input()),
                chosenWeights(shape),
                OneDnnRuntime.maps(shape.output()),
                both(shape.stride()),
                both(shape.padding()),
                both(shape.padding()),
                forwardDescriptor(shape),
                OneDnnRuntime.sharingScratchpad(),
                false);
        OneDnnCall.Builder arguments = runtime.call()
                .argument(DNNL_ARG_SRC, OneDnnRuntime.maps(shape.input()))
                .argument(DNNL_ARG_DIFF_DST, OneDnnRuntime.maps(shape.output()))
                .argument(DNNL_ARG_DIFF_WEIGHTS, descriptor.diff_weights_desc());
        primitive product = new convolution_backward_weights(descriptor);
        return plan(
                descriptor,
                descriptor.diff_weights_desc(),
                arguments,
                product,
                own -> reorder(own, weights(shape), OneDnnProducts.scaled(1, 1)));
    }

    private Plan plan(
            primitive_desc_base descriptor,
            memory.desc own,
            OneDnnCall.Builder arguments,
            primitive product,
            Function<memory.desc, OneDnnCall> copy) {
        return new Plan(
                arguments.sharedScratchpad(descriptor.scratchpad_desc()).build(product),
                copy.apply(own),
                own.get_size());
    }

    private OneDnnCall reorder(memory.desc from, memory.desc to, primitive_attr attributes) {
        return runtime.call()
                .argument(DNNL_ARG_FROM, from)
                .argument(DNNL_ARG_TO, to)
                .build(new reorder(
                        new reorder.primitive_desc(runtime.engine(), from, runtime.engine(), to, attributes, false)));
    }

    private static memory.desc weights(ConvolutionShape shape) {
        return OneDnnRuntime.rowMajor(shape.weights().toArray());
    }

    private static memory.desc chosenWeights(ConvolutionShape shape) {
        return OneDnnRuntime.chosen(shape.weights().toArray());
    }

    private static long[] both(int value) {
        return new long[] {value, value};
    }

    void close() {
        packed.close();
    }
}
