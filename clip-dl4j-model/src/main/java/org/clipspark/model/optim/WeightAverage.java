package org.clipspark.model.optim;

import java.util.List;
import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.ParameterLayout;
import org.clipspark.model.compute.Shape;
import org.clipspark.model.compute.Tensor;
import org.clipspark.model.layer.ParameterSet;

/**
 * The exponential moving average of a model's parameters and buffers, {@code average = decay * average + (1 - decay) *
 * values} after each step, from the values at {@link #start} on. Counters, such as a batch normalisation's number of
 * batches, are copied.
 */
public final class WeightAverage {
    private final Backend backend;
    private final ParameterSet parameters;
    private final double decay;
    private final Tensor average;
    private final List<ParameterLayout.Entry> counters;

    /**
     * An average of zeros, to be started or restored.
     *
     * @param decay above 0 and below 1
     */
    public WeightAverage(Backend backend, ParameterSet parameters, double decay) {
        if (!(decay > 0 && decay < 1)) {
            throw new IllegalArgumentException(
                    "The decay of a moving average must be above 0 and below 1, got " + decay);
        }
        this.backend = backend;
        this.parameters = parameters;
        this.decay = decay;
        this.average = backend.allocate(parameters.layout().size());
        this.counters = parameters.layout().entries().stream()
                .filter(entry -> entry.offset() >= parameters.layout().trainedSize())
                .filter(entry -> entry.shape().rank() == 0)
                .toList();
    }

    /** Makes the average equal to the values. */
    public void start() {
        backend.copy(parameters.values(), average);
    }

    /** Moves the average towards the values, once for each step. */
    public void update() {
        backend.scaleInPlace(decay, average);
        backend.addScaledInPlace(1 - decay, parameters.values(), average);
        for (ParameterLayout.Entry counter : counters) {
            Shape single = counter.shape();
            backend.copy(
                    backend.view(parameters.values(), counter.offset(), single),
                    backend.view(average, counter.offset(), single));
        }
    }

    /** The average, as long as the parameter vector. */
    public Tensor values() {
        return average;
    }
}
