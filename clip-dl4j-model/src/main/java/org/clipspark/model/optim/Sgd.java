package org.clipspark.model.optim;

import java.util.List;
import java.util.Map;
import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.Shape;
import org.clipspark.model.compute.Tensor;
import org.clipspark.model.layer.ParameterSet;

/** Plain stochastic gradient descent, {@code p -= learningRate * gradient}: no momentum, no decay, no state. */
final class Sgd implements Optimizer {
    private final OptimizerSettings settings;
    private final Backend backend;
    private final ParameterSet parameters;
    private final List<ParameterRules.Range> ranges;
    private long steps;

    Sgd(OptimizerSettings settings, Backend backend, ParameterSet parameters, ParameterRules rules) {
        this.settings = settings;
        this.backend = backend;
        this.parameters = parameters;
        this.ranges = rules.ranges(parameters.layout(), 0);
    }

    @Override
    public double step(double learningRate) {
        steps++;
        double norm = Math.sqrt(backend.sumOfSquares(parameters.gradients()));
        double factor = settings.clipFactor(norm);
        for (ParameterRules.Range range : ranges) {
            Shape shape = Shape.of(range.size());
            backend.addScaledInPlace(
                    -learningRate * range.learningRateScale() * factor,
                    backend.view(parameters.gradients(), range.offset(), shape),
                    backend.view(parameters.values(), range.offset(), shape));
        }
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
