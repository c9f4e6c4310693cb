package org.clipspark.model.compute.cuda;

import org.clipspark.model.compute.ConvolutionShape;
import org.clipspark.model.compute.DepthwiseShape;
import org.clipspark.model.compute.FeatureMapCheck;
import org.clipspark.model.compute.FeatureMapOperations;
import org.clipspark.model.compute.MapShape;
import org.clipspark.model.compute.Precision;
import org.clipspark.model.compute.Tensor;
import org.clipspark.model.compute.cuda.device.CudaRuntime;
import org.clipspark.model.compute.cuda.device.CudaTensor;
import org.clipspark.model.compute.cuda.kernel.BatchNormKernels;
import org.clipspark.model.compute.cuda.kernel.DepthwiseKernels;
import org.clipspark.model.compute.cuda.kernel.MapKernels;
import org.clipspark.model.compute.cuda.kernel.PointwiseKernels;
import org.clipspark.model.compute.cuda.kernel.SequenceKernels;
import org.clipspark.model.compute.cuda.product.CudaConvolutions;
import org.clipspark.model.compute.cuda.product.CudaProducts;

/** Operations on feature maps, channels last. */
final class CudaFeatureMaps implements FeatureMapOperations {
    private final CudaRuntime runtime;
    private final CudaConvolutions convolutions;
    private final DepthwiseKernels depthwise;
    private final BatchNormKernels batchNorm;
    private final MapKernels maps;
    private final PointwiseKernels pointwise;
    private final SequenceKernels sequences;

    CudaFeatureMaps(CudaRuntime runtime, CudaProducts products, Precision precision) {
        this.runtime = runtime;
        this.convolutions = new CudaConvolutions(runtime, products, precision);
        this.depthwise = new DepthwiseKernels(runtime);
        this.batchNorm = new BatchNormKernels(runtime);
        this.maps = new MapKernels(runtime);
        this.pointwise = new PointwiseKernels(runtime);
        this.sequences = new SequenceKernels(runtime);
    }

    private CudaTensor own(Tensor tensor) {
        return CudaTensor.of(runtime, tensor);
    }

    private CudaTensor changing(Tensor tensor) {
        return own(tensor).changing();
    }

    @Override
    public void convolution(ConvolutionShape shape, Tensor x, Tensor w, Tensor y) {
        FeatureMapCheck.convolution(shape, x, w, y);
        convolutions.forward(shape, own(x), own(w), changing(y));
    }

    @Override
    public void convolutionBackwardInput(ConvolutionShape shape, Tensor dy, Tensor w, Tensor dx) {
        FeatureMapCheck.convolutionBackwardInput(shape, dy, w, dx);
        convolutions.backwardInput(shape, own(dy), own(w), changing(dx));
    }

    @Override
    public void convolutionBackwardWeight(ConvolutionShape shape, Tensor dy, Tensor x, Tensor dw) {
        FeatureMapCheck.convolutionBackwardWeight(shape, dy, x, dw);
        convolutions.backwardWeight(shape, own(dy), own(x), changing(dw));
    }

    @Override
    public void depthwise(DepthwiseShape shape, Tensor x, Tensor w, Tensor bias, Tensor y) {
        FeatureMapCheck.depthwise(shape, x, w, bias, y);
        depthwise.depthwise(shape, own(x), own(w), own(bias), changing(y));
    }

    @Override
    public void depthwiseBackwardInput(DepthwiseShape shape, Tensor dy, Tensor w, Tensor dx) {
        FeatureMapCheck.depthwiseBackwardInput(shape, dy, w, dx);
        depthwise.depthwiseBackwardInput(shape, own(dy), own(w), changing(dx));
    }

    @Override
    public void depthwiseBackwardWeight(DepthwiseShape shape, Tensor dy, Tensor x, Tensor dw) {
        FeatureMapCheck.depthwiseBackwardWeight(shape, dy, x, dw);
        depthwise.depthwiseBackwardWeight(shape, own(dy), own(x), changing(dw));
    }

    @Override
    public void batchNorm(BatchNorm arguments) {
        FeatureMapCheck.batchNorm(arguments);
        changing(arguments.y());
        if (arguments.statistics() == Statistics.OF_BATCH) {
            changing(arguments.mean());
            changing(arguments.variance());
        }
        batchNorm.batchNorm(arguments);
    }

    @Override
    public void batchNormBackward(BatchNormBackward arguments) {
        FeatureMapCheck.batchNormBackward(arguments);
        changing(arguments.dx());
        changing(arguments.dgamma());
        changing(arguments.dbeta());
        batchNorm.batchNormBackward(arguments);
    }

    @Override
    public void addRectified(Tensor x, Tensor y) {
        FeatureMapCheck.addRectified(x, y);
        pointwise.addRectified(own(x), changing(y));
    }

    @Override
    public void averagePool(MapShape input, int window, Tensor x, Tensor y) {
        FeatureMapCheck.averagePool(input, window, x, y);
        maps.averagePool(input, window, own(x), changing(y));
    }

    @Override
    public void averagePoolBackward(MapShape input, int window, Tensor dy, Tensor dx) {
        FeatureMapCheck.averagePoolBackward(input, window, dy, dx);
        maps.averagePoolBackward(input, window, own(dy), changing(dx));
    }

    @Override
    public void prependMean(int tokens, Tensor x, Tensor y) {
        FeatureMapCheck.prependMean(tokens, x, y);
        sequences.prependMean(tokens, own(x), changing(y));
    }

    @Override
    public void prependMeanBackward(int tokens, Tensor dy, Tensor dx) {
        FeatureMapCheck.prependMeanBackward(tokens, dy, dx);
        sequences.prependMeanBackward(tokens, own(dy), changing(dx));
    }

    void close() {
        convolutions.close();
    }
}
