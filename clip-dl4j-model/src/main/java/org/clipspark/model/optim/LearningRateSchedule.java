package org.clipspark.model.optim;

/** The learning rate of each step: a linear warm-up, then a curve. */
public sealed interface LearningRateSchedule permits CosineSchedule, ConstantSchedule {
    /**
     * The schedule of that name: {@code cosine} falls along half a cosine to 0, {@code constant} stays, {@code
     * constant-cooldown} stays and falls at the end.
     *
     * @throws IllegalArgumentException if there is no such schedule, or a cool-down is missing or not wanted
     */
    static LearningRateSchedule named(String name, ScheduleSettings settings) {
        boolean cools = settings.cooldown().steps() > 0;
        if (name.equals("constant-cooldown") != cools) {
            throw new IllegalArgumentException("Schedule '" + name + "' does not fit cooldown.steps = "
                    + settings.cooldown().steps() + " (a cool-down belongs to constant-cooldown and to no other)");
        }
        return switch (name) {
            case "cosine" -> new CosineSchedule(settings);
            case "constant", "constant-cooldown" -> new ConstantSchedule(settings);
            default ->
                throw new IllegalArgumentException(
                        "Unknown schedule '" + name + "' (expected: cosine, constant, constant-cooldown)");
        };
    }

    /**
     * Learning rate of a step; behind the last step it stays what the curve ends with.
     *
     * @param step counted from 0
     * @throws IllegalArgumentException if {@code step} is negative
     */
    double at(long step);
}
