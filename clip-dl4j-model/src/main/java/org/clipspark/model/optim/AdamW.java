package org.clipspark.model.optim;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.clipspark.model.compute.AdamWStep;
import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.Shape;
import org.clipspark.model.compute.Tensor;
import org.clipspark.model.layer.ParameterSet;

/** Adam with decoupled weight decay (Loshchilov and Hutter 2019), by groups of parameters. */
final class AdamW implements Optimizer {
    private final OptimizerSettings settings;
    private final Backend backend;
    private final ParameterSet parameters;
    private final Tensor firstMoment;
    private final Tensor secondMoment;
    private final List<Group> groups = new ArrayList<>();
    private long steps;

    /** A stretch of the flat vectors that is updated alike. */
    private record Group(ParameterRules.Range range, Tensor values, Tensor gradients, Tensor first, Tensor second) {}

    AdamW(OptimizerSettings settings, Backend backend, ParameterSet parameters, ParameterRules rules) {
        this.settings = settings;
        this.backend = backend;
        this.parameters = parameters;
        this.firstMoment = backend.allocate(parameters.layout().size());
        this.secondMoment = backend.allocate(parameters.layout().size());
        rules.ranges(parameters.layout(), settings.weightDecay()).forEach(this::addGroup);
    }

    private void addGroup(ParameterRules.Range range) {
        Shape shape = Shape.of(range.size());
        groups.add(new Group(
                range,
                backend.view(parameters.values(), range.offset(), shape),
                backend.view(parameters.gradients(), range.offset(), shape),
                backend.view(firstMoment, range.offset(), shape),
                backend.view(secondMoment, range.offset(), shape)));
    }

    @Override
    public double step(double learningRate) {
        steps++;
        double norm = Math.sqrt(backend.sumOfSquares(parameters.gradients()));
        double factor = settings.clipFactor(norm);
        for (Group group : groups) {
            backend.adamW(
                    new AdamWStep(
                            learningRate * group.range().learningRateScale(),
                            settings.beta1(),
                            settings.beta2(),
                            settings.epsilon(),
                            group.range().weightDecay(),
                            steps,
                            factor),
                    group.values(),
                    group.gradients(),
                    group.first(),
                    group.second());
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
        return new TreeMap<>(Map.of("first_moment", firstMoment, "second_moment", secondMoment));
    }
}
