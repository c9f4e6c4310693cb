package org.clipspark.model.optim;

import java.util.List;

/**
 * Parameters that are updated alike.
 *
 * @param learningRateScale factor on the learning rate of the step; 0 for parameters that stay as they are
 * @param weightDecay decoupled decay, 0 for none
 * @param elements floats of all its parameters together
 * @param parameters their names
 */
public record ParameterGroup(double learningRateScale, double weightDecay, long elements, List<String> parameters) {
    /** Copies the list. */
    public ParameterGroup {
        parameters = List.copyOf(parameters);
    }

    /** Whether its parameters stay as they are. */
    public boolean isLocked() {
        return learningRateScale == 0;
    }
}
