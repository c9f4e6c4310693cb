package org.clipspark.model.compute;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Means of windows and of sequences. */
final class Nd4jPooling {
    private final MapShape input;
    private final MapShape output;
    private final int window;

    Nd4jPooling(MapShape input, int window) {
        this.input = input;
        this.output = input.pooled(window);
        this.window = window;
    }

    void forward(Nd4jTensor x, Nd4jTensor y) {
        INDArray sum = Nd4j.zeros(x.matrix().dataType(), maps(y).shape());
        for (int place = 0; place < window * window; place++) {
            sum.addi(places(x, place));
        }
        maps(y).assign(sum.mul(1.0 / (window * window)));
    }

    void backward(Nd4jTensor dy, Nd4jTensor dx) {
        INDArray share = maps(dy).mul(1.0 / (window * window));
        for (int place = 0; place < window * window; place++) {
            places(dx, place).assign(share);
        }
    }

    private INDArray maps(Nd4jTensor y) {
        return y.array(output.batch(), output.height(), output.width(), output.channels());
    }

    /** The positions at one place of every window. */
    private INDArray places(Nd4jTensor x, int place) {
        long channels = input.channels();
        long line = input.width() * channels;
        long[] dimensions = {output.batch(), output.height(), output.width(), channels};
        long[] strides = {input.height() * line, window * line, window * channels, 1};
        return x.strided(place / window * line + place % window * channels, dimensions, strides);
    }

    static void prependMean(int tokens, Nd4jTensor x, Nd4jTensor y) {
        INDArray sequences = sequences(x, tokens - 1);
        first(y, tokens).assign(sequences.mean(1));
        others(y, tokens).assign(sequences);
    }

    static void prependMeanBackward(int tokens, Nd4jTensor dy, Nd4jTensor dx) {
        INDArray share = first(dy, tokens).mul(1.0 / (tokens - 1));
        INDArray sequences = sequences(dx, tokens - 1);
        sequences.assign(others(dy, tokens));
        for (int token = 0; token < tokens - 1; token++) {
            token(dx, tokens - 1, token).addi(share);
        }
    }

    private static INDArray sequences(Nd4jTensor x, int tokens) {
        long width = Extent.columns(x);
        return x.array(x.size() / width / tokens, tokens, width);
    }

    private static INDArray first(Nd4jTensor y, int tokens) {
        return token(y, tokens, 0);
    }

    /** One token of each sequence, {@code [B, D]}. */
    private static INDArray token(Nd4jTensor y, int tokens, int token) {
        long width = Extent.columns(y);
        long[] dimensions = {y.size() / width / tokens, width};
        return y.strided(token * width, dimensions, new long[] {tokens * width, 1});
    }

    private static INDArray others(Nd4jTensor y, int tokens) {
        long width = Extent.columns(y);
        long[] dimensions = {y.size() / width / tokens, tokens - 1, width};
        return y.strided(width, dimensions, new long[] {tokens * width, width, 1});
    }
}
