/** Shards to seeded, resumable, prefetched batches per replica. Entry point: {@link org.clipspark.job.data.ShardReader}. */
@NullMarked
package org.clipspark.job.data;

import org.jspecify.annotations.NullMarked;
