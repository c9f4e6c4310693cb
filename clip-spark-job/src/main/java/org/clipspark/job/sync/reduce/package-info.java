/**
 * Sums and means of vectors over replicas, in rank order and double precision. Entry point: {@link
 * org.clipspark.job.sync.reduce.ReducePass}.
 */
@NullMarked
package org.clipspark.job.sync.reduce;

import org.jspecify.annotations.NullMarked;
