/** How parameters change: the update rule and its step size. Entry points: {@code Optimizer}, {@code LearningRateSchedule}. */
@NullMarked
package org.clipspark.model.optim;

import org.jspecify.annotations.NullMarked;
