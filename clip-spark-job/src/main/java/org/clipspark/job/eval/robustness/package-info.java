/** What accuracies under change say of a model: corruptions, sequences, shifted data sets. Accuracies and errors are fractions. Entry points: {@link org.clipspark.job.eval.robustness.CorruptionScore}, {@link org.clipspark.job.eval.robustness.ShiftBaseline}. */
@NullMarked
package org.clipspark.job.eval.robustness;

import org.jspecify.annotations.NullMarked;
