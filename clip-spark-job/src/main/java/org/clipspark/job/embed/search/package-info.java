/** Images of a folder of embeddings that are nearest to a query. Entry point: {@link
 * org.clipspark.job.embed.search.EmbeddingSearch}. */
@NullMarked
package org.clipspark.job.embed.search;

import org.jspecify.annotations.NullMarked;
