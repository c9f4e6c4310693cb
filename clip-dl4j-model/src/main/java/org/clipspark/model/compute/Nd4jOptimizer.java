package org.clipspark.model.compute;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Updates of a parameter vector. */
final class Nd4jOptimizer {
    private Nd4jOptimizer() {}

    static void adamW(
            AdamWStep step, INDArray parameters, INDArray gradients, INDArray firstMoment, INDArray secondMoment) {
        INDArray gradient = gradients.mul(step.gradientScale());
        firstMoment.muli(step.beta1()).addi(gradient.mul(1 - step.beta1()));
        secondMoment.muli(step.beta2()).addi(gradient.mul(gradient).mul(1 - step.beta2()));

        INDArray root = Transforms.sqrt(secondMoment).div(Math.sqrt(step.secondCorrection()));
        INDArray move = firstMoment.div(root.add(step.epsilon())).mul(step.learningRate() / step.firstCorrection());
        parameters.muli(1 - step.learningRate() * step.weightDecay()).subi(move);
    }
}
