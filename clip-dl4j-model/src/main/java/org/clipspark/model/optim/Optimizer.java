package org.clipspark.model.optim;

import java.util.Map;
import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.Tensor;
import org.clipspark.model.layer.ParameterSet;

/** Turns gradients into new parameters. */
public sealed interface Optimizer permits AdamW, Sgd {
    /**
     * The optimizer that these settings name, with fresh state, for parameters that are updated alike.
     *
     * @throws IllegalArgumentException if there is none of that name; the message lists the names
     */
    static Optimizer of(OptimizerSettings settings, Backend backend, ParameterSet parameters) {
        return of(settings, backend, parameters, ParameterRules.ALIKE);
    }

    /**
     * The optimizer that these settings name, with fresh state.
     *
     * @throws IllegalArgumentException if there is none of that name; the message lists the names
     */
    static Optimizer of(OptimizerSettings settings, Backend backend, ParameterSet parameters, ParameterRules rules) {
        return switch (settings.name()) {
            case "adamw" -> new AdamW(settings, backend, parameters, rules);
            case "sgd" -> new Sgd(settings, backend, parameters, rules);
            default ->
                throw new IllegalArgumentException(
                        "Unknown optimizer '" + settings.name() + "' (expected: adamw, sgd)");
        };
    }

    /**
     * One update from the gradients that the parameter set holds.
     *
     * @param learningRate step size of this update
     * @return Euclidean norm of all gradients, before clipping
     */
    double step(double learningRate);

    /** Number of updates so far. */
    long steps();

    /** Sets the number of updates so far, after the state was restored or averaged. */
    void restoreSteps(long steps);

    /** State tensors by name, each as long as the parameter vector; empty for an optimizer without state. */
    Map<String, Tensor> state();
}
