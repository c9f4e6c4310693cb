/** Embeddings of data sets and texts, computed on the executors and kept on disk. Entry point: {@link
 * org.clipspark.job.embed.EmbeddingJob}. */
@NullMarked
package org.clipspark.job.embed;

import org.jspecify.annotations.NullMarked;
