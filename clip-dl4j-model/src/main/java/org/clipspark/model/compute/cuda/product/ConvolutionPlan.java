package org.clipspark.model.compute.cuda.product;

import static org.bytedeco.cuda.global.cudnn.CUDNN_CROSS_CORRELATION;
import static org.bytedeco.cuda.global.cudnn.CUDNN_DATA_BFLOAT16;
import static org.bytedeco.cuda.global.cudnn.CUDNN_DATA_FLOAT;
import static org.bytedeco.cuda.global.cudnn.CUDNN_TENSOR_NHWC;

import org.bytedeco.cuda.cudnn.cudnnConvolutionStruct;
import org.bytedeco.cuda.cudnn.cudnnFilterStruct;
import org.bytedeco.cuda.cudnn.cudnnTensorStruct;
import org.bytedeco.cuda.global.cudnn;
import org.clipspark.model.compute.ConvolutionShape;
import org.clipspark.model.compute.ElementType;
import org.clipspark.model.compute.MapShape;

/** cuDNN's descriptors of one convolution on channels-last maps, and the algorithm chosen for one of its passes. */
// cuDNN 9 still has these calls; what is to replace them builds a graph of descriptors for each convolution.
@SuppressWarnings("deprecation")
final class ConvolutionPlan {
    private final cudnnTensorStruct input = new cudnnTensorStruct();
    private final cudnnTensorStruct output = new cudnnTensorStruct();
    private final cudnnFilterStruct filter = new cudnnFilterStruct();
    private final cudnnConvolutionStruct convolution = new cudnnConvolutionStruct();
    private final ConvolutionAlgorithm algorithm;

    /** The passes of a convolution. */
    enum Pass {
        FORWARD,
        BACKWARD_INPUT,
        BACKWARD_WEIGHT
    }

    ConvolutionPlan(CudnnHandle handle, ConvolutionShape shape, ElementType type, Pass pass, int mathType) {
        int library = type == ElementType.BFLOAT16 ? CUDNN_DATA_BFLOAT16 : CUDNN_DATA_FLOAT;
        CudnnHandle.check(cudnn.cudnnCreateTensorDescriptor(input), "describe maps");
        CudnnHandle.check(cudnn.cudnnCreateTensorDescriptor(output), "describe maps");
        describe(input, shape.input(), library);
        describe(output, shape.output(), library);
        CudnnHandle.check(cudnn.cudnnCreateFilterDescriptor(filter), "describe weights");
        CudnnHandle.check(
                cudnn.cudnnSetFilter4dDescriptor(
                        filter,
                        library,
                        CUDNN_TENSOR_NHWC,
                        shape.outputs(),
                        shape.input().channels(),
                        shape.kernel(),
                        shape.kernel()),
                "describe weights");
        describe(shape, mathType);
        this.algorithm = ConvolutionAlgorithm.choose(handle, this, pass, shape);
        CudnnHandle.check(
                cudnn.cudnnSetConvolutionMathType(convolution, algorithm.mathType()), "choose the arithmetic");
    }

    private static void describe(cudnnTensorStruct descriptor, MapShape maps, int library) {
        CudnnHandle.check(
                cudnn.cudnnSetTensor4dDescriptor(
                        descriptor,
                        CUDNN_TENSOR_NHWC,
                        library,
                        maps.batch(),
                        maps.channels(),
                        maps.height(),
                        maps.width()),
                "describe maps");
    }

    private void describe(ConvolutionShape shape, int mathType) {
        CudnnHandle.check(cudnn.cudnnCreateConvolutionDescriptor(convolution), "describe a convolution");
        CudnnHandle.check(
                cudnn.cudnnSetConvolution2dDescriptor(
                        convolution,
                        shape.padding(),
                        shape.padding(),
                        shape.stride(),
                        shape.stride(),
                        1,
                        1,
                        CUDNN_CROSS_CORRELATION,
                        CUDNN_DATA_FLOAT),
                "describe a convolution");
        CudnnHandle.check(cudnn.cudnnSetConvolutionMathType(convolution, mathType), "choose the arithmetic");
    }

    cudnnTensorStruct input() {
        return input;
    }

    cudnnTensorStruct output() {
        return output;
    }

    cudnnFilterStruct filter() {
        return filter;
    }

    cudnnConvolutionStruct convolution() {
        return convolution;
    }

    ConvolutionAlgorithm algorithm() {
        return algorithm;
    }

    void close() {
        CudnnHandle.check(cudnn.cudnnDestroyConvolutionDescriptor(convolution), "drop a descriptor");
        CudnnHandle.check(cudnn.cudnnDestroyFilterDescriptor(filter), "drop a descriptor");
        CudnnHandle.check(cudnn.cudnnDestroyTensorDescriptor(input), "drop a descriptor");
        CudnnHandle.check(cudnn.cudnnDestroyTensorDescriptor(output), "drop a descriptor");
    }
}
