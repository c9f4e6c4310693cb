/** The contract on disk between data-prep and training. Entry points: {@link org.clipspark.prep.shard.ShardSchema}, {@link
 * org.clipspark.prep.shard.ShardManifest}. */
@NullMarked
package org.clipspark.prep.shard;

import org.jspecify.annotations.NullMarked;
