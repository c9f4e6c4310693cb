package org.clipspark.model.optim;

/** Warm-up, then half a cosine down to 0 (Loshchilov and Hutter 2017, one period). */
record CosineSchedule(ScheduleSettings settings) implements LearningRateSchedule {
    @Override
    public double at(long step) {
        Warmup.check(step);
        if (step < settings.warmupSteps()) {
            return Warmup.at(step, settings);
        }
        long done = Math.min(step, settings.steps()) - settings.warmupSteps();
        long all = settings.steps() - settings.warmupSteps();
        // A run that is all warm-up has no curve; its end is where the curve would end.
        return all == 0 ? 0 : 0.5 * (1 + Math.cos(Math.PI * done / all)) * settings.learningRate();
    }
}
