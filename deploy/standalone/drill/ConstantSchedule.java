package org.clipspark.model.optim;

import org.apache.spark.TaskContext;

/**
 * Stands in front of the product's class of this name in the executors of the drill {@code nan-replica}: one step of one
 * replica gets a learning rate that is no number, and so do all its parameters, as a broken device would do it.
 */
record ConstantSchedule(ScheduleSettings settings) implements LearningRateSchedule {
    private static final int SICK_RANK = 1;
    private static final long SICK_STEP = 150;

    @Override
    public double at(long step) {
        if (step == SICK_STEP && TaskContext.getPartitionId() == SICK_RANK) {
            return Double.NaN;
        }
        return step < settings.warmupSteps() ? Warmup.at(step, settings) : settings.learningRate();
    }
}
