/**
 * How replicas agree: weighted means, sums and small exchanges over authenticated connections inside a barrier stage, or
 * by rounds of ordinary Spark tasks. Entry point: {@link org.clipspark.job.sync.ReplicaGroup}.
 */
@NullMarked
package org.clipspark.job.sync;

import org.jspecify.annotations.NullMarked;
