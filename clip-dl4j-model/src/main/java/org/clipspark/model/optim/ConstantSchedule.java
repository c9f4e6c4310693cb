package org.clipspark.model.optim;

/** Warm-up, then the same learning rate up to a cool-down, if there is one. */
record ConstantSchedule(ScheduleSettings settings) implements LearningRateSchedule {
    @Override
    public double at(long step) {
        Warmup.check(step);
        ScheduleSettings.Cooldown cooldown = settings.cooldown();
        if (step < settings.warmupSteps()) {
            return Warmup.at(step, settings);
        }
        long start = settings.steps() - cooldown.steps();
        if (step < start || cooldown.steps() == 0) {
            return settings.learningRate();
        }
        double done = (double) (Math.min(step, settings.steps()) - start) / cooldown.steps();
        double end = cooldown.endLearningRate();
        return Math.pow(1 - done, cooldown.power()) * (settings.learningRate() - end) + end;
    }
}
