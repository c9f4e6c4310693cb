/**
 * All-reduce between two processes on loopback. Entry point: {@link
 * org.clipspark.benchmarks.allreduce.AllReduceCommand}.
 */
@NullMarked
package org.clipspark.benchmarks.allreduce;

import org.jspecify.annotations.NullMarked;
