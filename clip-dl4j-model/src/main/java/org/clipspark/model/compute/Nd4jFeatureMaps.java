package org.clipspark.model.compute;

import org.nd4j.linalg.api.ndarray.INDArray;

/** Operations on feature maps by ND4J, clear rather than fast. */
final class Nd4jFeatureMaps implements FeatureMapOperations {
    private final Nd4jMemory memory;

    Nd4jFeatureMaps(Nd4jMemory memory) {
        this.memory = memory;
    }

    @Override
    public void convolution(ConvolutionShape shape, Tensor x, Tensor w, Tensor y) {
        FeatureMapCheck.convolution(shape, x, w, y);
        memory.run(() -> new Nd4jConvolution(shape).forward(memory.own(x), memory.own(w), matrix(y)));
    }

    @Override
    public void convolutionBackwardInput(ConvolutionShape shape, Tensor dy, Tensor w, Tensor dx) {
        FeatureMapCheck.convolutionBackwardInput(shape, dy, w, dx);
        memory.run(() -> new Nd4jConvolution(shape).backwardInput(matrix(dy), memory.own(w), memory.own(dx)));
    }

    @Override
    public void convolutionBackwardWeight(ConvolutionShape shape, Tensor dy, Tensor x, Tensor dw) {
        FeatureMapCheck.convolutionBackwardWeight(shape, dy, x, dw);
        memory.run(() -> new Nd4jConvolution(shape).backwardWeight(matrix(dy), memory.own(x), memory.own(dw)));
    }

    @Override
    public void depthwise(DepthwiseShape shape, Tensor x, Tensor w, Tensor bias, Tensor y) {
        FeatureMapCheck.depthwise(shape, x, w, bias, y);
        memory.run(() -> new Nd4jDepthwise(shape).forward(memory.own(x), memory.own(w), row(bias), matrix(y)));
    }

    @Override
    public void depthwiseBackwardInput(DepthwiseShape shape, Tensor dy, Tensor w, Tensor dx) {
        FeatureMapCheck.depthwiseBackwardInput(shape, dy, w, dx);
        memory.run(() -> new Nd4jDepthwise(shape).backwardInput(memory.own(dy), memory.own(w), matrix(dx)));
    }

    @Override
    public void depthwiseBackwardWeight(DepthwiseShape shape, Tensor dy, Tensor x, Tensor dw) {
        FeatureMapCheck.depthwiseBackwardWeight(shape, dy, x, dw);
        memory.run(() -> new Nd4jDepthwise(shape).backwardWeight(matrix(dy), memory.own(x), memory.own(dw)));
    }

    @Override
    public void batchNorm(BatchNorm arguments) {
        FeatureMapCheck.batchNorm(arguments);
        memory.run(() -> {
            Nd4jBatchNorm norm = norm(arguments);
            if (arguments.statistics() == Statistics.OF_BATCH) {
                norm.measure(matrix(arguments.x()));
            }
            INDArray y = norm.forward(matrix(arguments.x()), row(arguments.gamma()), row(arguments.beta()));
            matrix(arguments.y()).assign(arguments.signs().isPresent() ? Nd4jActivation.value(Activation.RELU, y) : y);
        });
    }

    @Override
    public void batchNormBackward(BatchNormBackward arguments) {
        FeatureMapCheck.batchNormBackward(arguments);
        BatchNorm forward = arguments.forward();
        memory.run(() -> matrix(arguments.dx())
                .assign(norm(forward)
                        .backward(
                                forward.statistics(),
                                gradient(arguments),
                                matrix(forward.x()),
                                row(forward.gamma()),
                                row(arguments.dgamma()),
                                row(arguments.dbeta()))));
    }

    /** Signs are computed again rather than noted. */
    private INDArray gradient(BatchNormBackward arguments) {
        BatchNorm forward = arguments.forward();
        INDArray dy = matrix(arguments.dy());
        if (forward.signs().isEmpty()) {
            return dy;
        }
        INDArray y = norm(forward).forward(matrix(forward.x()), row(forward.gamma()), row(forward.beta()));
        return dy.mul(Nd4jActivation.derivative(Activation.RELU, y).castTo(dy.dataType()));
    }

    @Override
    public void addRectified(Tensor x, Tensor y) {
        FeatureMapCheck.addRectified(x, y);
        memory.run(() -> {
            INDArray sum = row(x).add(row(y));
            row(y).assign(Nd4jActivation.value(Activation.RELU, sum));
        });
    }

    private Nd4jBatchNorm norm(BatchNorm arguments) {
        return new Nd4jBatchNorm(row(arguments.mean()), row(arguments.variance()), arguments.epsilon());
    }

    @Override
    public void averagePool(MapShape input, int window, Tensor x, Tensor y) {
        FeatureMapCheck.averagePool(input, window, x, y);
        memory.run(() -> new Nd4jPooling(input, window).forward(memory.own(x), memory.own(y)));
    }

    @Override
    public void averagePoolBackward(MapShape input, int window, Tensor dy, Tensor dx) {
        FeatureMapCheck.averagePoolBackward(input, window, dy, dx);
        memory.run(() -> new Nd4jPooling(input, window).backward(memory.own(dy), memory.own(dx)));
    }

    @Override
    public void prependMean(int tokens, Tensor x, Tensor y) {
        FeatureMapCheck.prependMean(tokens, x, y);
        memory.run(() -> Nd4jPooling.prependMean(tokens, memory.own(x), memory.own(y)));
    }

    @Override
    public void prependMeanBackward(int tokens, Tensor dy, Tensor dx) {
        FeatureMapCheck.prependMeanBackward(tokens, dy, dx);
        memory.run(() -> Nd4jPooling.prependMeanBackward(tokens, memory.own(dy), memory.own(dx)));
    }

    private INDArray matrix(Tensor x) {
        return memory.own(x).matrix();
    }

    private INDArray row(Tensor x) {
        return memory.own(x).array(1, x.size());
    }
}
