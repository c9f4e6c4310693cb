package org.clipspark.model.compute;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Depthwise convolution on windows {@code [B*H*W, K*K, C]}: all that each place of the kernel meets at each position of the
 * input, padded with zeros.
 */
final class Nd4jDepthwise {
    private final MapShape maps;
    private final int taps;
    private final DepthwiseShape shape;

    Nd4jDepthwise(DepthwiseShape shape) {
        this.shape = shape;
        this.maps = shape.maps();
        this.taps = shape.kernel() * shape.kernel();
    }

    void forward(Nd4jTensor x, Nd4jTensor w, INDArray bias, INDArray y) {
        y.assign(weighted(x, byTap(w)).addiRowVector(bias));
    }

    /** Itself a depthwise convolution, by the kernel turned around. */
    void backwardInput(Nd4jTensor dy, Nd4jTensor w, INDArray dx) {
        int[] turned = new int[taps];
        for (int tap = 0; tap < taps; tap++) {
            turned[tap] = taps - 1 - tap;
        }
        dx.assign(weighted(dy, byTap(w).getRows(turned)));
    }

    void backwardWeight(INDArray dy, Nd4jTensor x, Nd4jTensor dw) {
        INDArray products = windows(x).muli(dy.dup('c').reshape(maps.rows(), 1, maps.channels()));
        dw.array(maps.channels(), taps).addi(products.sum(0).transpose());
    }

    private INDArray weighted(Nd4jTensor x, INDArray weights) {
        return windows(x)
                .muli(weights.dup('c').reshape(1, taps, maps.channels()))
                .sum(1);
    }

    /** The weights {@code [C, 1, K, K]} as {@code [K*K, C]}. */
    private INDArray byTap(Nd4jTensor w) {
        return w.array(maps.channels(), taps).transpose().dup('c');
    }

    private INDArray windows(Nd4jTensor x) {
        long channels = maps.channels();
        long line = (maps.width() + 2L * shape.padding()) * channels;
        long map = (maps.height() + 2L * shape.padding()) * line;
        INDArray padded = Nd4j.zeros(x.matrix().dataType(), maps.batch(), map);
        long[] dimensions = {maps.batch(), maps.height(), maps.width(), channels};
        long offset = shape.padding() * (line + channels);
        Nd4j.create(padded.data(), dimensions, new long[] {map, line, channels, 1}, offset, 'c')
                .assign(x.array(dimensions));
        long[] sliding = {maps.batch(), maps.height(), maps.width(), shape.kernel(), shape.kernel(), channels};
        // Neighbouring windows share memory until they are copied.
        return Nd4j.create(padded.data(), sliding, new long[] {map, line, channels, line, channels, 1}, 0, 'c')
                .dup('c')
                .reshape(maps.rows(), taps, channels);
    }
}
