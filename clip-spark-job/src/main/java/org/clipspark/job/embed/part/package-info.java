/** How embeddings lie on disk: Parquet parts and a manifest, see docs/embeddings.md. Entry point: {@link
 * org.clipspark.job.embed.part.EmbeddingFolder}. */
@NullMarked
package org.clipspark.job.embed.part;

import org.jspecify.annotations.NullMarked;
