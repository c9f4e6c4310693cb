package org.clipspark.model.compute.cuda.product;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.cuda.global.cudnn;
import org.bytedeco.javacpp.FloatPointer;
import org.clipspark.model.compute.ConvolutionShape;
import org.clipspark.model.compute.ElementType;
import org.clipspark.model.compute.Precision;
import org.clipspark.model.compute.Shape;
import org.clipspark.model.compute.cuda.device.CudaRuntime;
import org.clipspark.model.compute.cuda.device.CudaTensor;
import org.clipspark.model.compute.cuda.kernel.MapKernels;
import org.clipspark.model.compute.cuda.product.ConvolutionPlan.Pass;

/**
 * Convolutions: those of single positions as matrix products, all others by cuDNN, which is loaded when the first of them
 * comes. cuDNN takes weights channels last: they are turned round on the way in, their gradients on the way out.
 */
// cuDNN 9 still has these calls; what is to replace them builds a graph of descriptors for each convolution.
@SuppressWarnings("deprecation")
public final class CudaConvolutions {
    private final CudaRuntime runtime;
    private final CudaProducts products;
    private final MapKernels weights;
    private final int mathType;
    private final Map<Key, ConvolutionPlan> plans = new HashMap<>();
    private final FloatPointer one = new FloatPointer(1);
    private final FloatPointer zero = new FloatPointer(1);
    private final DevicePointer atX = new DevicePointer();
    private final DevicePointer atW = new DevicePointer();
    private final DevicePointer atY = new DevicePointer();
    private final DevicePointer atWorkspace = new DevicePointer();
    private Optional<CudnnHandle> handle = Optional.empty();

    private record Key(ConvolutionShape shape, ElementType type, Pass pass) {}

    /** Convolutions in that precision. */
    public CudaConvolutions(CudaRuntime runtime, CudaProducts products, Precision precision) {
        this.runtime = runtime;
        this.products = products;
        this.weights = new MapKernels(runtime);
        this.mathType = switch (precision) {
            case FP32 -> cudnn.CUDNN_FMA_MATH;
            case TF32 -> cudnn.CUDNN_DEFAULT_MATH;
            case BF16 -> cudnn.CUDNN_TENSOR_OP_MATH;
        };
        one.put(1f);
        zero.put(0f);
    }

    /** {@code y} of {@code x}; types of both are equal. */
    public void forward(ConvolutionShape shape, CudaTensor x, CudaTensor w, CudaTensor y) {
        if (isProduct(shape)) {
            products.linear(x, matrix(shape, w), 0, y);
            return;
        }
        ConvolutionPlan plan = plan(shape, x.elementType(), Pass.FORWARD);
        long filter = scratch(shape, x.elementType(), plan);
        weights.filterToChannelsLast(w, shape.input().channels(), taps(shape), turned(shape, filter, x));
        CudnnHandle.check(
                cudnn.cudnnConvolutionForward(
                        handle().context(),
                        one,
                        plan.input(),
                        atX.at(x.address()),
                        plan.filter(),
                        atW.at(filter),
                        plan.convolution(),
                        plan.algorithm().number(),
                        atWorkspace,
                        plan.algorithm().workspaceBytes(),
                        zero,
                        plan.output(),
                        atY.at(y.address())),
                "convolve " + shape);
    }

    /** {@code dx} of {@code dy}. */
    public void backwardInput(ConvolutionShape shape, CudaTensor dy, CudaTensor w, CudaTensor dx) {
        if (isProduct(shape)) {
            products.linearBackwardInput(dy, matrix(shape, w), dx);
            return;
        }
        ConvolutionPlan plan = plan(shape, dy.elementType(), Pass.BACKWARD_INPUT);
        long filter = scratch(shape, dy.elementType(), plan);
        weights.filterToChannelsLast(w, shape.input().channels(), taps(shape), turned(shape, filter, dy));
        CudnnHandle.check(
                cudnn.cudnnConvolutionBackwardData(
                        handle().context(),
                        one,
                        plan.filter(),
                        atW.at(filter),
                        plan.output(),
                        atY.at(dy.address()),
                        plan.convolution(),
                        plan.algorithm().number(),
                        atWorkspace,
                        plan.algorithm().workspaceBytes(),
                        zero,
                        plan.input(),
                        atX.at(dx.address())),
                "send a gradient back through " + shape);
    }

    /** {@code dw +=} the gradient of the weights. */
    public void backwardWeight(ConvolutionShape shape, CudaTensor dy, CudaTensor x, CudaTensor dw) {
        if (isProduct(shape)) {
            products.linearBackwardWeight(dy, x, matrix(shape, dw));
            return;
        }
        ConvolutionPlan plan = plan(shape, x.elementType(), Pass.BACKWARD_WEIGHT);
        long filter = scratch(shape, x.elementType(), plan);
        CudnnHandle.check(
                cudnn.cudnnConvolutionBackwardFilter(
                        handle().context(),
                        one,
                        plan.input(),
                        atX.at(x.address()),
                        plan.output(),
                        atY.at(dy.address()),
                        plan.convolution(),
                        plan.algorithm().number(),
                        atWorkspace,
                        plan.algorithm().workspaceBytes(),
                        zero,
                        plan.filter(),
                        atW.at(filter)),
                "find the weights' gradient of " + shape);
        weights.addFilterGradient(turned(shape, filter, x), shape.input().channels(), taps(shape), dw);
    }

    private static int taps(ConvolutionShape shape) {
        return shape.kernel() * shape.kernel();
    }

    /** Weights in cuDNN's order, in the precision of the maps. */
    private CudaTensor turned(ConvolutionShape shape, long filter, CudaTensor maps) {
        return runtime.tensorAt(
                filter, maps.elementType(), Shape.of(shape.weights().size()));
    }

    private static boolean isProduct(ConvolutionShape shape) {
        return shape.kernel() == 1 && shape.stride() == 1;
    }

    private static CudaTensor matrix(ConvolutionShape shape, CudaTensor w) {
        return w.view(0, Shape.of(shape.outputs(), shape.input().channels()));
    }

    private CudnnHandle handle() {
        CudnnHandle opened = handle.orElseGet(() -> new CudnnHandle(runtime));
        handle = Optional.of(opened);
        return opened;
    }

    private ConvolutionPlan plan(ConvolutionShape shape, ElementType type, Pass pass) {
        runtime.enter();
        CudnnHandle opened = handle();
        return plans.computeIfAbsent(
                new Key(shape, type, pass), key -> new ConvolutionPlan(opened, shape, type, pass, mathType));
    }

    /** Address of room for weights; that for the algorithm lies behind it. */
    private long scratch(ConvolutionShape shape, ElementType type, ConvolutionPlan plan) {
        long weightBytes = Operands.aligned(shape.weights().size() * type.bytes());
        long filter = runtime.scratch(weightBytes + plan.algorithm().workspaceBytes());
        atWorkspace.at(filter + weightBytes);
        return filter;
    }

    /** Frees all but the tensors. */
    public void close() {
        runtime.enter();
        plans.values().forEach(ConvolutionPlan::close);
        plans.clear();
        handle.ifPresent(CudnnHandle::close);
        handle = Optional.empty();
        one.close();
        zero.close();
    }
}
