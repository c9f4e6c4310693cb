/** Whole-run benchmarks beside their peers. Entry point: {@link org.clipspark.benchmarks.Benchmarks}. */
@NullMarked
package org.clipspark.benchmarks;

import org.jspecify.annotations.NullMarked;
