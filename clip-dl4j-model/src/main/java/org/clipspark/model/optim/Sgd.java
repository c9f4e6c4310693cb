package org.clipspark.model.optim;

import java.util.Map;
import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.Tensor;
import org.clipspark.model.layer.ParameterSet;

/** Plain stochastic gradient descent, {@code p -= learningRate * gradient}: no momentum, no decay, no state. */
final class Sgd implements Optimizer {
    private final OptimizerSettings settings;
    private final Backend backend;
    private final ParameterSet parameters;
    private long steps;

    Sgd(OptimizerSettings settings, Backend backend, ParameterSet parameters) {
        this.settings = settings;
        this.backend = backend;
        this.parameters = parameters;
    }

    @Override
    public double step(double learningRate) {
        steps++;
        double norm = Math.sqrt(backend.sumOfSquares(parameters.gradients()));
        double factor = settings.clipFactor(norm);
        backend.addScaledInPlace(-learningRate * factor, parameters.gradients(), parameters.values());
        return norm;
    }

    @Override
    public long steps() {
        return steps;
    }

    @Override
    public void restoreSteps(long restored) {
        steps = restored;
    }

    @Override
    public Map<String, Tensor> state() {
        return Map.of();
    }
}
