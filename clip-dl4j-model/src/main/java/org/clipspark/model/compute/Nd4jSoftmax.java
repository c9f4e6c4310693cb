package org.clipspark.model.compute;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Softmax over the rows of a matrix and the cross entropy on it. */
final class Nd4jSoftmax {
    private Nd4jSoftmax() {}

    /** Softmax of each row. ND4J's own gives NaN for rows of large negative doubles. */
    static INDArray rows(INDArray x) {
        INDArray powers = Transforms.exp(x.subColumnVector(x.max(true, 1)));
        return powers.divColumnVector(powers.sum(true, 1));
    }

    /** Replaces {@code dLogits}, which may be {@code logits}, and returns the loss. */
    static double crossEntropy(INDArray logits, int labelOffset, double weight, INDArray dLogits) {
        INDArray x = logits.castTo(DataType.DOUBLE);
        INDArray largest = x.max(true, 1);
        INDArray sums = Transforms.exp(x.subColumnVector(largest)).sum(true, 1);
        INDArray right = Nd4j.zeros(DataType.DOUBLE, logits.rows(), logits.columns());
        for (int row = 0; row < logits.rows(); row++) {
            right.putScalar(row, row + labelOffset, 1);
        }
        double loss = largest.add(Transforms.log(sums)).sumNumber().doubleValue()
                - x.mul(right).sumNumber().doubleValue();
        dLogits.assign(rows(x).sub(right).mul(weight));
        return weight * loss;
    }
}
