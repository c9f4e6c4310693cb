package org.clipspark.model.compute;

import java.util.Optional;

/**
 * The operations of convolutional encoders, on feature maps held as rows of channels {@code [B*H*W, C]}. The rules of
 * {@link Backend} hold here too: gradients of parameters are added, gradients of activations replace.
 */
public interface FeatureMapOperations {
    /** Where a batch normalisation takes mean and variance from. */
    enum Statistics {
        /** From the batch: they are computed, and the backward pass goes through them. */
        OF_BATCH,
        /** From outside: they are read, and are constants to the backward pass. */
        GIVEN
    }

    /**
     * Convolution without bias.
     *
     * @param x {@code [B*H*W, I]}
     * @param w {@code [O, I, K, K]}
     * @param y {@code [B*H'*W', O]}
     */
    void convolution(ConvolutionShape shape, Tensor x, Tensor w, Tensor y);

    /** Gradient of the input of {@link #convolution}: {@code dy [B*H'*W', O]}, {@code dx [B*H*W, I]}. */
    void convolutionBackwardInput(ConvolutionShape shape, Tensor dy, Tensor w, Tensor dx);

    /** Gradient of the weights of {@link #convolution}, added to {@code dw [O, I, K, K]}. */
    void convolutionBackwardWeight(ConvolutionShape shape, Tensor dy, Tensor x, Tensor dw);

    /**
     * Depthwise convolution: each channel by its own kernel.
     *
     * @param x {@code [B*H*W, C]}
     * @param w {@code [C, 1, K, K]}
     * @param bias {@code [C]}
     * @param y {@code [B*H*W, C]}
     */
    void depthwise(DepthwiseShape shape, Tensor x, Tensor w, Tensor bias, Tensor y);

    /** Gradient of the input of {@link #depthwise}: {@code dy, dx [B*H*W, C]}. */
    void depthwiseBackwardInput(DepthwiseShape shape, Tensor dy, Tensor w, Tensor dx);

    /** Gradient of the weights of {@link #depthwise}, added to {@code dw [C, 1, K, K]}; the bias's is a column sum. */
    void depthwiseBackwardWeight(DepthwiseShape shape, Tensor dy, Tensor x, Tensor dw);

    /** Batch normalisation (Ioffe and Szegedy 2015) of each channel over all rows. */
    void batchNorm(BatchNorm arguments);

    /**
     * Arguments of {@link #batchNorm}.
     *
     * @param statistics where mean and variance come from
     * @param x {@code [N, C]}
     * @param gamma {@code [C]}
     * @param beta {@code [C]}
     * @param epsilon added to the variance
     * @param y {@code [N, C]}
     * @param mean {@code [C]}
     * @param variance {@code [C]}, divided by N and not by N - 1
     * @param signs if present, outputs are rectified, and so are the gradients on the way back: room to note which ones,
     *     {@link #signs} elements or more, the backend's own to use or not
     */
    record BatchNorm(
            Statistics statistics,
            Tensor x,
            Tensor gamma,
            Tensor beta,
            double epsilon,
            Tensor y,
            Tensor mean,
            Tensor variance,
            Optional<Tensor> signs) {
        /** A normalisation whose outputs are not rectified. */
        public BatchNorm(
                Statistics statistics,
                Tensor x,
                Tensor gamma,
                Tensor beta,
                double epsilon,
                Tensor y,
                Tensor mean,
                Tensor variance) {
            this(statistics, x, gamma, beta, epsilon, y, mean, variance, Optional.empty());
        }

        /** The same with outputs that are not rectified. */
        BatchNorm linear() {
            return new BatchNorm(statistics, x, gamma, beta, epsilon, y, mean, variance);
        }

        /** The same with rectified outputs. */
        public BatchNorm rectified(Tensor room) {
            return new BatchNorm(statistics, x, gamma, beta, epsilon, y, mean, variance, Optional.of(room));
        }
    }

    /** Elements to note the signs of that many values in, a bit for each. */
    static long signs(long values) {
        return (values + Float.SIZE - 1) / Float.SIZE;
    }

    /** Backward of {@link #batchNorm}: replaces {@code dx}, adds to {@code dgamma} and {@code dbeta}. */
    void batchNormBackward(BatchNormBackward arguments);

    /**
     * Arguments of {@link #batchNormBackward}.
     *
     * @param forward arguments of the forward pass; its {@code y} is not read
     * @param dy gradient of the output
     * @param dx gradient of the input, replaced; may be {@code dy}
     * @param dgamma gradient of the gain, added to
     * @param dbeta gradient of the shift, added to
     */
    record BatchNormBackward(BatchNorm forward, Tensor dy, Tensor dx, Tensor dgamma, Tensor dbeta) {}

    /** {@code y = max(0, x + y)}, element by element. */
    void addRectified(Tensor x, Tensor y);

    /**
     * Mean of each square window, windows side by side.
     *
     * @param input maps that are pooled; {@code window} divides height and width
     * @param x {@code [B*H*W, C]}
     * @param y {@code [B*(H/window)*(W/window), C]}
     */
    void averagePool(MapShape input, int window, Tensor x, Tensor y);

    /** Backward of {@link #averagePool}. */
    void averagePoolBackward(MapShape input, int window, Tensor dy, Tensor dx);

    /**
     * {@code y[b] = (mean of x[b], x[b])}.
     *
     * @param tokens rows of each {@code y[b]}, at least 2
     * @param x {@code [B*(tokens-1), D]}
     * @param y {@code [B*tokens, D]}
     */
    void prependMean(int tokens, Tensor x, Tensor y);

    /** Backward of {@link #prependMean}. */
    void prependMeanBackward(int tokens, Tensor dy, Tensor dx);
}
