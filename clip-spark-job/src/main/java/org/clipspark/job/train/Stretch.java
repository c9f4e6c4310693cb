package org.clipspark.job.train;

import java.io.Serializable;

/**
 * Local steps between two averages.
 *
 * @param epoch from 0
 * @param steps at most so many
 * @param learningRateFactor on the schedule's rates
 */
record Stretch(int epoch, long steps, double learningRateFactor) implements Serializable {}
