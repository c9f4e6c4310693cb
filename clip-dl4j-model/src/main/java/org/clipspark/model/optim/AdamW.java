package org.clipspark.model.optim;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.clipspark.model.compute.AdamWStep;
import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.ParameterLayout;
import org.clipspark.model.compute.Shape;
import org.clipspark.model.compute.Tensor;
import org.clipspark.model.layer.ParameterSet;

/** Adam with decoupled weight decay (Loshchilov and Hutter 2019), with open_clip's groups. */
final class AdamW implements Optimizer {
    private static final Set<String> NOT_DECAYED = Set.of(
            "positional_embedding",
            "text.positional_embedding",
            "visual.positional_embedding",
            "visual.class_embedding");

    private final OptimizerSettings settings;
    private final Backend backend;
    private final ParameterSet parameters;
    private final Tensor firstMoment;
    private final Tensor secondMoment;
    private final List<Group> groups = new ArrayList<>();
    private long steps;

    /** A stretch of the flat vectors that is decayed alike. */
    private record Group(double weightDecay, Tensor values, Tensor gradients, Tensor first, Tensor second) {}

    AdamW(OptimizerSettings settings, Backend backend, ParameterSet parameters) {
        this.settings = settings;
        this.backend = backend;
        this.parameters = parameters;
        this.firstMoment = backend.allocate(parameters.layout().size());
        this.secondMoment = backend.allocate(parameters.layout().size());
        List<ParameterLayout.Entry> entries = parameters.layout().trainedEntries();
        int start = 0;
        for (int i = 1; i <= entries.size(); i++) {
            if (i == entries.size() || isDecayed(entries.get(i)) != isDecayed(entries.get(start))) {
                addGroup(entries.get(start), entries.get(i - 1));
                start = i;
            }
        }
    }

    private static boolean isDecayed(ParameterLayout.Entry entry) {
        return entry.shape().rank() > 1 && !NOT_DECAYED.contains(entry.name());
    }

    private void addGroup(ParameterLayout.Entry from, ParameterLayout.Entry last) {
        long offset = from.offset();
        Shape shape = Shape.of(last.offset() + last.shape().size() - offset);
        groups.add(new Group(
                isDecayed(from) ? settings.weightDecay() : 0,
                backend.view(parameters.values(), offset, shape),
                backend.view(parameters.gradients(), offset, shape),
                backend.view(firstMoment, offset, shape),
                backend.view(secondMoment, offset, shape)));
    }

    @Override
    public double step(double learningRate) {
        steps++;
        double norm = Math.sqrt(backend.sumOfSquares(parameters.gradients()));
        double factor = settings.clipFactor(norm);
        for (Group group : groups) {
            backend.adamW(
                    new AdamWStep(
                            learningRate,
                            settings.beta1(),
                            settings.beta2(),
                            settings.epsilon(),
                            group.weightDecay(),
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
