package org.clipspark.model.compute;

/** Counts the products of convolutional encoders and computes nothing. */
final class PlanningFeatureMaps implements FeatureMapOperations {
    private long products;

    /** Multiplications and additions of all products so far. */
    long floatingPointOperations() {
        return products;
    }

    @Override
    public void convolution(ConvolutionShape shape, Tensor x, Tensor w, Tensor y) {
        products += shape.floatingPointOperations();
    }

    @Override
    public void convolutionBackwardInput(ConvolutionShape shape, Tensor dy, Tensor w, Tensor dx) {
        products += shape.floatingPointOperations();
    }

    @Override
    public void convolutionBackwardWeight(ConvolutionShape shape, Tensor dy, Tensor x, Tensor dw) {
        products += shape.floatingPointOperations();
    }

    @Override
    public void depthwise(DepthwiseShape shape, Tensor x, Tensor w, Tensor bias, Tensor y) {
        products += shape.floatingPointOperations();
    }

    @Override
    public void depthwiseBackwardInput(DepthwiseShape shape, Tensor dy, Tensor w, Tensor dx) {
        products += shape.floatingPointOperations();
    }

    @Override
    public void depthwiseBackwardWeight(DepthwiseShape shape, Tensor dy, Tensor x, Tensor dw) {
        products += shape.floatingPointOperations();
    }

    @Override
    public void batchNorm(BatchNorm arguments) {}

    @Override
    public void batchNormBackward(BatchNormBackward arguments) {}

    @Override
    public void addRectified(Tensor x, Tensor y) {}

    @Override
    public void averagePool(MapShape input, int window, Tensor x, Tensor y) {}

    @Override
    public void averagePoolBackward(MapShape input, int window, Tensor dy, Tensor dx) {}

    @Override
    public void prependMean(int tokens, Tensor x, Tensor y) {}

    @Override
    public void prependMeanBackward(int tokens, Tensor dy, Tensor dx) {}
}
