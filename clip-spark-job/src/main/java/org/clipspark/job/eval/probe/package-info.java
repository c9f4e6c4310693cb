/** Linear probes on frozen embeddings. Entry point: {@link org.clipspark.job.eval.probe.ProbeEvaluation}. */
@NullMarked
package org.clipspark.job.eval.probe;

import org.jspecify.annotations.NullMarked;
