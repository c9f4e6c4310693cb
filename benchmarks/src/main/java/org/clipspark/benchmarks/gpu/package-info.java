/**
 * What the GPU check bundle runs on a machine with a card: tests, parity cases and speed. Entry point: {@link
 * org.clipspark.benchmarks.gpu.GpuCheck}.
 */
@NullMarked
package org.clipspark.benchmarks.gpu;

import org.jspecify.annotations.NullMarked;
