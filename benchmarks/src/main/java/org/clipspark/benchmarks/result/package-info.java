/**
 * What a benchmark found, as one line of JSON and as a row of a table. Entry point: {@link
 * org.clipspark.benchmarks.result.BenchmarkResult}.
 */
@NullMarked
package org.clipspark.benchmarks.result;

import org.jspecify.annotations.NullMarked;
