/**
 * How much of the input one core prepares per second, beside other libraries for Java. Entry points: {@link
 * org.clipspark.benchmarks.throughput.TokenizerCommand}, {@link org.clipspark.benchmarks.throughput.ImageCommand} and
 * {@link org.clipspark.benchmarks.throughput.PrepCommand}.
 */
@NullMarked
package org.clipspark.benchmarks.throughput;

import org.jspecify.annotations.NullMarked;
