package org.clipspark.model.compute;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Matrix products and the gradients of linear maps, on matrices. */
final class Nd4jProducts {
    private Nd4jProducts() {}

    static double dot(INDArray x, INDArray y) {
        INDArray products = x.castTo(DataType.DOUBLE).mul(y.castTo(DataType.DOUBLE));
        return products.sumNumber().doubleValue();
    }

    static void matmul(
            Transpose transposeA, INDArray a, Transpose transposeB, INDArray b, double alpha, double beta, INDArray c) {
        INDArray left = transposeA == Transpose.YES ? a.transpose() : a;
        INDArray right = transposeB == Transpose.YES ? b.transpose() : b;
        INDArray product = left.mmul(right).mul(alpha);
        // 0 * NaN is NaN, but a beta of 0 means that c need not be initialised.
        c.assign(beta == 0 ? product : product.add(c.mul(beta)));
    }

    static void linear(INDArray x, INDArray w, INDArray y) {
        y.assign(x.mmul(w.transpose()));
    }

    static void linear(INDArray x, INDArray w, INDArray bias, INDArray y) {
        y.assign(x.mmul(w.transpose()).addRowVector(bias));
    }

    static void linearAdd(INDArray x, INDArray w, INDArray bias, INDArray y) {
        y.addi(x.mmul(w.transpose()).addRowVector(bias));
    }

    static void linearBackwardInput(INDArray dy, INDArray w, INDArray dx) {
        dx.assign(dy.mmul(w));
    }

    static void linearBackwardWeight(INDArray dy, INDArray x, INDArray dw) {
        dw.addi(dy.transpose().mmul(x));
    }

    /** {@code db [1, O]}. */
    static void biasBackward(INDArray dy, INDArray db) {
        db.addi(dy.sum(true, 0));
    }
}
