/**
 * Training: the driver's loop over epochs, the replica on the executor, and who listens. Entry points: {@link
 * org.clipspark.job.train.Trainer}, {@link org.clipspark.job.train.TrainingListener}.
 */
@NullMarked
package org.clipspark.job.train;

import org.jspecify.annotations.NullMarked;
