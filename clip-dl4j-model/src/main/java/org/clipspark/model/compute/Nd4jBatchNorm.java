package org.clipspark.model.compute;

import org.clipspark.model.compute.FeatureMapOperations.Statistics;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Normalisation of the columns of a matrix {@code [N, C]}; everything per channel is {@code [1, C]}. */
record Nd4jBatchNorm(INDArray mean, INDArray variance, double epsilon) {
    /** Sets mean and variance to those of the rows. */
    void measure(INDArray x) {
        // A batch has many positions: adding them up in single precision would lose two digits.
        INDArray wide = x.castTo(DataType.DOUBLE);
        INDArray center = wide.mean(true, 0);
        INDArray centered = wide.subRowVector(center);
        mean.assign(center);
        variance.assign(centered.mul(centered).mean(true, 0));
    }

    /** In double precision: what lies at a following ReLU's kink must not fall to the wrong side of it. */
    INDArray forward(INDArray x, INDArray gamma, INDArray beta) {
        INDArray wide = standardize(x.castTo(DataType.DOUBLE));
        return wide.mulRowVector(gamma.castTo(DataType.DOUBLE)).addRowVector(beta.castTo(DataType.DOUBLE));
    }

    /** Adds to {@code dgamma} and {@code dbeta} and returns {@code dx}. */
    INDArray backward(Statistics statistics, INDArray dy, INDArray x, INDArray gamma, INDArray dgamma, INDArray dbeta) {
        INDArray standardized = standardize(x);
        dgamma.addi(dy.mul(standardized).sum(true, 0));
        dbeta.addi(dy.sum(true, 0));
        INDArray gradient = dy.mulRowVector(gamma);
        if (statistics == Statistics.OF_BATCH) {
            INDArray slope = gradient.mul(standardized).mean(true, 0);
            gradient = gradient.subRowVector(gradient.mean(true, 0)).sub(standardized.mulRowVector(slope));
        }
        return gradient.mulRowVector(inverseDeviation(gradient.dataType()));
    }

    private INDArray standardize(INDArray x) {
        return x.subRowVector(mean.castTo(x.dataType())).mulRowVector(inverseDeviation(x.dataType()));
    }

    private INDArray inverseDeviation(DataType type) {
        return Transforms.sqrt(variance.castTo(type).add(epsilon)).rdiv(1);
    }
}
