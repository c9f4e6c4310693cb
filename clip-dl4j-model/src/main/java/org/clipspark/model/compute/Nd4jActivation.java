package org.clipspark.model.compute;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Erf;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Activations and their derivatives. */
final class Nd4jActivation {
    private static final double QUICK = 1.702;
    private static final double TANH_SCALE = Math.sqrt(2 / Math.PI);
    private static final double TANH_CUBIC = 0.044715;

    private Nd4jActivation() {}

    static INDArray value(Activation activation, INDArray x) {
        return switch (activation) {
            case GELU -> x.mul(normalProbability(x));
            // ND4J's own "GELU" is this one.
            case QUICK_GELU -> x.mul(sigmoid(x.mul(QUICK)));
            case GELU_TANH -> x.mul(tanhProbability(x));
            case RELU -> Transforms.relu(x, true);
        };
    }

    static INDArray derivative(Activation activation, INDArray x) {
        return switch (activation) {
            case GELU -> normalProbability(x).add(x.mul(normalDensity(x)));
            case QUICK_GELU -> {
                INDArray gate = sigmoid(x.mul(QUICK));
                yield gate.add(x.mul(QUICK).mul(gate).mul(gate.rsub(1)));
            }
            case GELU_TANH -> {
                INDArray gate = tanhProbability(x);
                INDArray slope = x.mul(x).mul(3 * TANH_CUBIC).add(1).mul(2 * TANH_SCALE);
                yield gate.add(x.mul(slope).mul(gate).mul(gate.rsub(1)));
            }
            case RELU -> x.gt(0).castTo(x.dataType());
        };
    }

    private static INDArray normalProbability(INDArray x) {
        INDArray scaled = x.mul(Math.sqrt(0.5));
        return Nd4j.exec(new Erf(scaled, scaled.ulike())).add(1).mul(0.5);
    }

    private static INDArray normalDensity(INDArray x) {
        return Transforms.exp(x.mul(x).mul(-0.5)).mul(1 / Math.sqrt(2 * Math.PI));
    }

    /** {@code (1 + tanh(u)) / 2 = sigmoid(2u)} of GELU's tanh approximation. */
    private static INDArray tanhProbability(INDArray x) {
        INDArray cubic = x.mul(x).mul(TANH_CUBIC).add(1).mul(x);
        return sigmoid(cubic.mul(2 * TANH_SCALE));
    }

    private static INDArray sigmoid(INDArray x) {
        return Transforms.exp(x.neg()).add(1).rdiv(1);
    }
}
