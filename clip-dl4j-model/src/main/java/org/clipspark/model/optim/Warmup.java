package org.clipspark.model.optim;

/** The rise that every schedule begins with. */
final class Warmup {
    private Warmup() {}

    static void check(long step) {
        if (step < 0) {
            throw new IllegalArgumentException("step must not be negative, got " + step);
        }
    }

    // The first step already learns: step + 1.
    static double at(long step, ScheduleSettings settings) {
        return settings.learningRate() * (step + 1) / settings.warmupSteps();
    }
}
