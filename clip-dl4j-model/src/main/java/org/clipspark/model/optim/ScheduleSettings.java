package org.clipspark.model.optim;

/**
 * What a {@link LearningRateSchedule} is made of.
 *
 * @param learningRate highest learning rate, reached after the warm-up; finite, not negative
 * @param warmupSteps steps of linear rise, 0 to {@code steps}
 * @param steps steps of the whole run, at least 1
 * @param cooldown how the run ends; only for a schedule that has a cool-down
 */
public record ScheduleSettings(double learningRate, long warmupSteps, long steps, Cooldown cooldown) {
    /**
     * A fall at the end of a run, {@code (1 - t)^power} of the way down to {@code endLearningRate}, {@code t} from 0 to 1.
     *
     * @param steps how many of the last steps, 0 for no cool-down
     * @param power 1 for a straight line; positive
     * @param endLearningRate learning rate behind the last step; finite, not negative
     */
    public record Cooldown(long steps, double power, double endLearningRate) {
        /** No cool-down. */
        public static final Cooldown NONE = new Cooldown(0, 1, 0);

        /** Checks the values. */
        public Cooldown {
            check(steps >= 0, "cooldown.steps must not be negative, got " + steps);
            check(power > 0 && Double.isFinite(power), "cooldown.power must be positive, got " + power);
            check(
                    endLearningRate >= 0 && Double.isFinite(endLearningRate),
                    "cooldown.endLearningRate must not be negative, got " + endLearningRate);
        }
    }

    /** Checks the values. */
    public ScheduleSettings {
        check(
                learningRate >= 0 && Double.isFinite(learningRate),
                "learningRate must be finite and not negative, got " + learningRate);
        check(steps >= 1, "steps must be at least 1, got " + steps);
        check(
                warmupSteps >= 0 && warmupSteps <= steps,
                "warmupSteps must be 0 to steps = " + steps + ", got " + warmupSteps);
        check(
                cooldown.steps() <= steps - warmupSteps,
                "cooldown.steps must fit behind the warm-up (" + (steps - warmupSteps) + " steps), got "
                        + cooldown.steps());
    }

    private static void check(boolean valid, String message) {
        if (!valid) {
            throw new IllegalArgumentException(message);
        }
    }
}
