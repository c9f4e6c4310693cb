/** Figures about samples: how sure they are, whether two differ, whether confidences hold, whether scores tell two kinds apart. Entry points: {@link org.clipspark.job.eval.statistic.Bootstrap}, {@link org.clipspark.job.eval.statistic.PairedTest}. */
@NullMarked
package org.clipspark.job.eval.statistic;

import org.jspecify.annotations.NullMarked;
