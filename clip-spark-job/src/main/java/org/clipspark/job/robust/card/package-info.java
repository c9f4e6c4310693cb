/** What was measured of a checkpoint's robustness, and how it lies on disk. Entry points: {@link
 * org.clipspark.job.robust.card.RobustnessCard}, {@link org.clipspark.job.robust.card.CardFile}. */
@NullMarked
package org.clipspark.job.robust.card;

import org.jspecify.annotations.NullMarked;
