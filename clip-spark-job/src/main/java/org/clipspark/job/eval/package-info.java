/** Zero-shot classification, retrieval and choice of captions as pure functions over embeddings ({@code N} rows of {@code E} floats). Entry points: {@link org.clipspark.job.eval.Evaluator}, {@link org.clipspark.job.eval.Evaluation}. */
@NullMarked
package org.clipspark.job.eval;

import org.jspecify.annotations.NullMarked;
