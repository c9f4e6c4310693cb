package org.clipspark.job.config;

import java.io.Serializable;

/**
 * Section {@code optimizer.cooldown}: how the learning rate of schedule {@code constant-cooldown} ends, by {@code (1 -
 * t)^power} of the way down, {@code t} from 0 to 1.
 *
 * @param steps last steps of the run, 0 for no cool-down
 * @param power 1 for a straight line; positive
 * @param endLearningRate learning rate behind the last step, 0 or more
 */
public record CooldownSettings(int steps, double power, double endLearningRate) implements Serializable {
    /** Checks the values. */
    public CooldownSettings {
        Checks.atLeast("optimizer.cooldown.steps", 0, steps);
        Checks.positive("optimizer.cooldown.power", power);
        Checks.notNegative("optimizer.cooldown.endLearningRate", endLearningRate);
    }
}
