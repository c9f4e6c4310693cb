/**
 * Embeddings and zero-shot classification over HTTP, for programs on the same machine. Entry point: {@link
 * org.clipspark.job.serve.EmbeddingService}.
 */
@NullMarked
package org.clipspark.job.serve;

import org.jspecify.annotations.NullMarked;
