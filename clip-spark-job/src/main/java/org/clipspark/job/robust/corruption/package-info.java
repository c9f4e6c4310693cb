/** Corruptions as changes of images on their way to the encoder: the published ones and those of users. Entry points:
 * {@link org.clipspark.job.robust.corruption.CorruptionChoice}, {@link org.clipspark.job.robust.corruption.ImageCorruption}. */
@NullMarked
package org.clipspark.job.robust.corruption;

import org.jspecify.annotations.NullMarked;
