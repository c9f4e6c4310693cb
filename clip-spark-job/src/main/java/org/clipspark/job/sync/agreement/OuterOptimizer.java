package org.clipspark.job.sync.agreement;

import org.clipspark.model.compute.FloatVector;

/**
 * The step that all replicas take from their last common parameters along the way that they went on average. With anchor
 * {@code a}, mean {@code m}, velocity {@code v}, momentum {@code b} and learning rate {@code r}:
 *
 * <pre>
 *   d = a - m
 *   v = b v + d
 *   momentum:  a = a - r v
 *   Nesterov:  a = a - r (d + b v)
 * </pre>
 *
 * <p>Source: DiLoCo (Douillard et al. 2023, algorithm 1) with the Nesterov momentum of Sutskever et al. 2013 as PyTorch's SGD
 * writes it. Computed in double precision, element by element: equal means give equal bits on every replica. Not safe for
 * use by several threads at once.
 */
public final class OuterOptimizer {
    private final OuterRule rule;
    private final double learningRate;
    private final double momentum;
    private final State state;
    private final float[] parameters;
    private final float[] anchor;
    private final float[] velocity;

    /**
     * The vectors that a step changes, of equal length; all belong to the caller.
     *
     * @param parameters the mean before a step, the new parameters after it
     * @param anchor the last common parameters
     * @param velocity 0 before the first step
     */
    public record State(FloatVector parameters, FloatVector anchor, FloatVector velocity) {
        public State {
            if (anchor.size() != parameters.size() || velocity.size() != parameters.size()) {
                throw new IllegalArgumentException("Parameters, anchor and velocity must be equally long, got "
                        + parameters.size() + ", " + anchor.size() + " and " + velocity.size() + " floats");
            }
        }
    }

    /**
     * An optimizer whose anchor is not set yet.
     *
     * @param rule momentum or Nesterov; with none there is nothing to do
     * @param learningRate {@code r}, above 0
     * @param momentum {@code b}, in [0, 1)
     */
    public OuterOptimizer(OuterRule rule, double learningRate, double momentum, State state) {
        if (rule == OuterRule.NONE) {
            throw new IllegalArgumentException("An outer optimizer needs a rule, got " + rule);
        }
        this.rule = rule;
        this.learningRate = learningRate;
        this.momentum = momentum;
        this.state = state;
        int block = (int) Math.min(FloatVector.COPY_LENGTH, state.parameters().size());
        this.parameters = new float[block];
        this.anchor = new float[block];
        this.velocity = new float[block];
    }

    /** Makes the parameters the ones from which the next way is measured. */
    public void start() {
        state.parameters().copyInto(state.anchor());
    }

    /** Replaces the mean by the new parameters, which are the next anchor. */
    public void step() {
        long size = state.parameters().size();
        for (long at = 0; at < size; at += parameters.length) {
            int count = (int) Math.min(parameters.length, size - at);
            state.parameters().read(at, parameters, 0, count);
            state.anchor().read(at, anchor, 0, count);
            state.velocity().read(at, velocity, 0, count);
            step(count);
            state.parameters().write(at, anchor, 0, count);
            state.anchor().write(at, anchor, 0, count);
            state.velocity().write(at, velocity, 0, count);
        }
    }

    private void step(int count) {
        double ofDifference = rule == OuterRule.NESTEROV ? 1 : 0;
        double ofVelocity = rule == OuterRule.NESTEROV ? momentum : 1;
        for (int i = 0; i < count; i++) {
            double difference = (double) anchor[i] - parameters[i];
            velocity[i] = (float) (momentum * velocity[i] + difference);
            anchor[i] = (float) (anchor[i] - learningRate * (ofDifference * difference + ofVelocity * velocity[i]));
        }
    }
}
