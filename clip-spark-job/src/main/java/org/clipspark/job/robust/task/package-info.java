/** Attacks on the executors, and what is kept of them. Entry point: {@link org.clipspark.job.robust.task.AttackJob}. */
@NullMarked
package org.clipspark.job.robust.task;

import org.jspecify.annotations.NullMarked;
