/** Evaluation of many checkpoints on many data sets. Entry point: {@link org.clipspark.job.suite.Suite}. */
@NullMarked
package org.clipspark.job.suite;

import org.jspecify.annotations.NullMarked;
