package org.clipspark.model.compute;

/** Operations on feature maps by oneDNN primitives that read and write channels last. */
final class OneDnnFeatureMaps implements FeatureMapOperations {
    private final OneDnnConvolution convolution;
    private final OneDnnDepthwise depthwise;
    private final OneDnnDepthwiseGradient depthwiseGradient;
    private final OneDnnBatchNorm batchNorm;
    private final OneDnnRectifiedSum rectifiedSum;
    private final OneDnnPooling pooling;

    OneDnnFeatureMaps(OneDnnRuntime runtime, OneDnnPointwise pointwise, HostThreads threads) {
        this.convolution = new OneDnnConvolution(runtime);
        this.depthwise = new OneDnnDepthwise(runtime);
        this.depthwiseGradient = new OneDnnDepthwiseGradient(runtime);
        this.batchNorm = new OneDnnBatchNorm(runtime, pointwise, threads);
        this.rectifiedSum = new OneDnnRectifiedSum(runtime);
        this.pooling = new OneDnnPooling(runtime);
    }

    private static OneDnnTensor own(Tensor tensor) {
        return OneDnnTensor.of(tensor);
    }

    @Override
    public void convolution(ConvolutionShape shape, Tensor x, Tensor w, Tensor y) {
        FeatureMapCheck.convolution(shape, x, w, y);
        convolution.forward(shape, own(x), own(w), own(y));
    }

    @Override
    public void convolutionBackwardInput(ConvolutionShape shape, Tensor dy, Tensor w, Tensor dx) {
        FeatureMapCheck.convolutionBackwardInput(shape, dy, w, dx);
        convolution.backwardInput(shape, own(dy), own(w), own(dx));
    }

    @Override
    public void convolutionBackwardWeight(ConvolutionShape shape, Tensor dy, Tensor x, Tensor dw) {
        FeatureMapCheck.convolutionBackwardWeight(shape, dy, x, dw);
        convolution.backwardWeight(shape, own(dy), own(x), own(dw));
    }

    @Override
    public void depthwise(DepthwiseShape shape, Tensor x, Tensor w, Tensor bias, Tensor y) {
        FeatureMapCheck.depthwise(shape, x, w, bias, y);
        depthwise.forward(shape, own(x), own(w), own(bias), own(y));
    }

    @Override
    public void depthwiseBackwardInput(DepthwiseShape shape, Tensor dy, Tensor w, Tensor dx) {
        FeatureMapCheck.depthwiseBackwardInput(shape, dy, w, dx);
        depthwise.backwardInput(shape, own(dy), own(w), own(dx));
    }

    @Override
    public void depthwiseBackwardWeight(DepthwiseShape shape, Tensor dy, Tensor x, Tensor dw) {
        FeatureMapCheck.depthwiseBackwardWeight(shape, dy, x, dw);
        depthwiseGradient.add(shape, own(dy), own(x), own(dw));
    }

    @Override
    public void batchNorm(BatchNorm arguments) {
        FeatureMapCheck.batchNorm(arguments);
        batchNorm.forward(arguments);
    }

    @Override
    public void batchNormBackward(BatchNormBackward arguments) {
        FeatureMapCheck.batchNormBackward(arguments);
        batchNorm.backward(arguments);
    }

    @Override
    public void addRectified(Tensor x, Tensor y) {
        FeatureMapCheck.addRectified(x, y);
        rectifiedSum.run(own(x), own(y));
    }

    @Override
    public void averagePool(MapShape input, int window, Tensor x, Tensor y) {
        FeatureMapCheck.averagePool(input, window, x, y);
        pooling.forward(input, window, own(x), own(y));
    }

    @Override
    public void averagePoolBackward(MapShape input, int window, Tensor dy, Tensor dx) {
        FeatureMapCheck.averagePoolBackward(input, window, dy, dx);
        pooling.backward(input, window, own(dy), own(dx));
    }

    @Override
    public void prependMean(int tokens, Tensor x, Tensor y) {
        FeatureMapCheck.prependMean(tokens, x, y);
        MeanTokenLoops.prependMean(tokens, own(x), own(y));
    }

    @Override
    public void prependMeanBackward(int tokens, Tensor dy, Tensor dx) {
        FeatureMapCheck.prependMeanBackward(tokens, dy, dx);
        MeanTokenLoops.prependMeanBackward(tokens, own(dy), own(dx));
    }

    void close() {
        convolution.close();
        depthwise.close();
        depthwiseGradient.close();
        batchNorm.close();
    }
}
