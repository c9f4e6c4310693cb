package org.clipspark.model.compute;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Normalisations of the rows of a matrix {@code [N, D]}; statistics are {@code [N, 1]}, gains {@code [1, D]}. */
final class Nd4jNormalization {
    /** As in PyTorch's {@code normalize}: keeps a row of zeros finite. */
    private static final double SMALLEST_NORM = 1e-12;

    private Nd4jNormalization() {}

    record Statistics(INDArray mean, INDArray variance, double epsilon) {
        INDArray standardize(INDArray x) {
            return x.subColumnVector(mean).mulColumnVector(inverseDeviation());
        }

        INDArray inverseDeviation() {
            return Transforms.sqrt(variance.add(epsilon)).rdiv(1);
        }
    }

    static void layerNorm(INDArray x, INDArray gamma, INDArray beta, INDArray y, Statistics statistics) {
        statistics.mean().assign(x.mean(true, 1));
        INDArray centered = x.subColumnVector(statistics.mean());
        statistics.variance().assign(centered.mul(centered).mean(true, 1));
        y.assign(statistics.standardize(x).mulRowVector(gamma).addRowVector(beta));
    }

    /** Adds to {@code dgamma} and {@code dbeta} and returns {@code dx}. */
    static INDArray layerNormBackward(
            INDArray dy, INDArray x, INDArray gamma, Statistics statistics, INDArray dgamma, INDArray dbeta) {
        INDArray standardized = statistics.standardize(x);
        INDArray gradient = dy.mulRowVector(gamma);
        INDArray mean = gradient.mean(true, 1);
        INDArray slope = gradient.mul(standardized).mean(true, 1);
        dgamma.addi(dy.mul(standardized).sum(true, 0));
        dbeta.addi(dy.sum(true, 0));
        return gradient.subColumnVector(mean)
                .sub(standardized.mulColumnVector(slope))
                .mulColumnVector(statistics.inverseDeviation());
    }

    static void l2Normalize(INDArray x, INDArray y, INDArray norms) {
        INDArray lengths = Transforms.sqrt(x.mul(x).sum(true, 1));
        norms.assign(Transforms.max(lengths, SMALLEST_NORM));
        y.assign(x.divColumnVector(norms));
    }

    static void l2NormalizeBackward(INDArray dy, INDArray y, INDArray norms, INDArray dx) {
        INDArray along = y.mul(dy).sum(true, 1);
        dx.assign(dy.sub(y.mulColumnVector(along)).divColumnVector(norms));
    }
}
