package org.clipspark.model.layer.convnext;

import org.clipspark.model.compute.Arena;
import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.Shape;
import org.clipspark.model.compute.Tensor;
import org.clipspark.model.layer.Parameter;
import org.clipspark.model.layer.ParameterSet;

/**
 * End of a residual branch with LayerScale (Touvron et al. 2021): {@code x + gamma * (h w^T + b)}. The factors go into the
 * weights, {@code x + h (gamma * w)^T + gamma * b}, which is one fused product: a map has many more rows than the matrix,
 * and none of them is passed over for the factors, in either direction.
 */
final class ScaledBranch {
    private final Backend backend;
    private final Parameter weight;
    private final Parameter bias;
    private final Parameter gamma;

    /** Binds {@code linear.weight}, {@code linear.bias} and the factors. */
    ScaledBranch(Backend backend, ParameterSet parameters, String linear, String factors, Shape matrix) {
        this.backend = backend;
        Shape column = Shape.of(matrix.dimension(0), 1);
        this.weight = parameters.parameter(linear + ".weight").view(backend, 0, matrix);
        this.bias = parameters.parameter(linear + ".bias").view(backend, 0, column);
        this.gamma = parameters.parameter(factors);
    }

    /** {@code h [N, I]} and {@code x [N, D]} to {@code out [N, D]}; samples are equal shares of the rows. */
    void forward(Arena arena, Tensor h, Tensor x, StochasticDepth.Choice choice, int batch, Tensor out) {
        long mark = arena.mark();
        Tensor factors = factors(arena, choice);
        Tensor scaledBias = arena.takeFloats(bias.value().shape());
        backend.variants().scaleRows(bias.value(), factors, scaledBias);
        backend.copy(x, out);
        backend.linearAdd(h, scaledWeight(arena, factors), row(scaledBias), out);
        for (int sample : choice.dropped()) {
            backend.copy(sample(x, sample, batch), sample(out, sample, batch));
        }
        arena.release(mark);
    }

    private Tensor factors(Arena arena, StochasticDepth.Choice choice) {
        Tensor factors = arena.takeFloats(gamma.value().shape());
        backend.copy(gamma.value(), factors);
        if (choice.isDrawn()) {
            backend.scaleInPlace(choice.factor(), factors);
        }
        return factors;
    }

    private Tensor scaledWeight(Arena arena, Tensor factors) {
        Tensor scaled = arena.takeFloats(weight.value().shape());
        backend.variants().scaleRows(weight.value(), factors, scaled);
        return scaled;
    }

    private Tensor row(Tensor column) {
        return backend.view(column, 0, gamma.value().shape());
    }

    private Tensor sample(Tensor maps, int sample, int batch) {
        long rows = maps.shape().dimension(0) / batch;
        long width = maps.shape().dimension(1);
        return backend.view(maps, sample * rows * width, Shape.of(rows, width));
    }

    /** Gradient {@code dh} of {@code h}, replaced; {@code dy} is that of {@code x} as well. */
    void backward(Arena arena, Tensor h, Tensor dy, StochasticDepth.Choice choice, int batch, Tensor dh) {
        long mark = arena.mark();
        Tensor dBranch = branchGradient(arena, dy, choice, batch);
        if (weight.isLearning()) {
            addGradients(arena, h, dBranch, choice);
        }
        backend.linearBackwardInput(dBranch, scaledWeight(arena, factors(arena, choice)), dh);
        arena.release(mark);
    }

    private Tensor branchGradient(Arena arena, Tensor dy, StochasticDepth.Choice choice, int batch) {
        if (!choice.isDrawn()) {
            return dy;
        }
        // Taken whatever was drawn: the memory of a step must not depend on luck.
        Tensor dBranch = arena.take(dy.shape());
        if (choice.dropped().isEmpty()) {
            return dy;
        }
        backend.copy(dy, dBranch);
        for (int sample : choice.dropped()) {
            backend.fill(sample(dBranch, sample, batch), 0);
        }
        return dBranch;
    }

    /** From the gradients of the scaled parameters to those of the parameters and of the factors. */
    private void addGradients(Arena arena, Tensor h, Tensor dBranch, StochasticDepth.Choice choice) {
        long mark = arena.mark();
        Tensor dWeight = arena.takeFloats(weight.value().shape());
        Tensor dBias = arena.takeFloats(bias.value().shape());
        backend.fill(dWeight, 0);
        backend.fill(dBias, 0);
        backend.linearBackwardWeight(dBranch, h, dWeight);
        backend.biasBackward(dBranch, row(dBias));
        if (choice.isDrawn()) {
            backend.scaleInPlace(choice.factor(), dWeight);
            backend.scaleInPlace(choice.factor(), dBias);
        }
        backend.variants().scaleRowsBackward(dWeight, weight.value(), gamma.gradient());
        backend.variants().scaleRowsBackward(dBias, bias.value(), gamma.gradient());
        backend.variants().scaleRows(dWeight, gamma.value(), dWeight);
        backend.variants().scaleRows(dBias, gamma.value(), dBias);
        backend.addScaledInPlace(1, dWeight, weight.gradient());
        backend.addScaledInPlace(1, dBias, bias.gradient());
        arena.release(mark);
    }
}
