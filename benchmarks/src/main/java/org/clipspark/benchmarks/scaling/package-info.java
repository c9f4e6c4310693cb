/**
 * Training on several executors beside the same training on one. Entry point: {@link
 * org.clipspark.benchmarks.scaling.ScalingCommand}.
 */
@NullMarked
package org.clipspark.benchmarks.scaling;

import org.jspecify.annotations.NullMarked;
