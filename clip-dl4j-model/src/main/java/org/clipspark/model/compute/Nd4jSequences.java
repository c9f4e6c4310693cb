package org.clipspark.model.compute;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Rows picked from tables, and what is added to or put before every sequence of a batch. */
final class Nd4jSequences {
    private Nd4jSequences() {}

    static void gatherRows(Nd4jTensor table, int[] rows, Nd4jTensor y) {
        for (int i = 0; i < rows.length; i++) {
            row(y, i).assign(row(table, rows[i]));
        }
    }

    static void scatterAddRows(Nd4jTensor dy, int[] rows, Nd4jTensor dTable) {
        for (int i = 0; i < rows.length; i++) {
            row(dTable, rows[i]).addi(row(dy, i));
        }
    }

    /** ND4J's own {@code slice} fails at some offsets of a view. */
    private static INDArray row(Nd4jTensor x, long index) {
        long width = x.matrix().columns();
        return x.strided(index * width, new long[] {1, width}, new long[] {width, 1});
    }

    static void addToEach(Nd4jTensor position, Nd4jTensor x) {
        sequences(x, position.size()).addiRowVector(position.array(1, position.size()));
    }

    static void sumOfEach(Nd4jTensor dx, Nd4jTensor dPosition) {
        dPosition
                .array(1, dPosition.size())
                .addi(sequences(dx, dPosition.size()).sum(true, 0));
    }

    static void prependToken(Nd4jTensor token, Nd4jTensor x, int tokens, Nd4jTensor y) {
        long width = token.size();
        INDArray sequences = sequences(y, tokens * width);
        INDArray first = columns(sequences, 0, width);
        first.assign(0).addiRowVector(token.array(1, width));
        columns(sequences, width, tokens * width).assign(sequences(x, (tokens - 1) * width));
    }

    static void prependTokenBackward(Nd4jTensor dy, int tokens, Nd4jTensor dToken, Nd4jTensor dx) {
        long width = dToken.size();
        INDArray sequences = sequences(dy, tokens * width);
        dToken.array(1, width).addi(columns(sequences, 0, width).sum(true, 0));
        sequences(dx, (tokens - 1) * width).assign(columns(sequences, width, tokens * width));
    }

    /** The elements as {@code [B, length]}. */
    private static INDArray sequences(Nd4jTensor x, long length) {
        return x.array(x.size() / length, length);
    }

    private static INDArray columns(INDArray x, long from, long to) {
        return x.get(NDArrayIndex.all(), NDArrayIndex.interval(from, to));
    }
}
