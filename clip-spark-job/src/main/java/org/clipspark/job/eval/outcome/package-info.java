/** What became of every single sample of an evaluation, to be counted, compared and shown. Entry points: {@link org.clipspark.job.eval.outcome.ClassOutcomes}, {@link org.clipspark.job.eval.outcome.RetrievalOutcomes}. */
@NullMarked
package org.clipspark.job.eval.outcome;

import org.jspecify.annotations.NullMarked;
