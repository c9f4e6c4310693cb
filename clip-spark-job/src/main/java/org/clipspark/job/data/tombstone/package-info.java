/** Keys whose rows must reach no batch. Entry point: {@link org.clipspark.job.data.tombstone.Tombstones}. */
@NullMarked
package org.clipspark.job.data.tombstone;

import org.jspecify.annotations.NullMarked;
