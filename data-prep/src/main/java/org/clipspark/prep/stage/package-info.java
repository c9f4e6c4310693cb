/** Rows after their own checks, on disk, so that what is done is never done again. Entry point: {@link
 * org.clipspark.prep.stage.StageFolder}. */
@NullMarked
package org.clipspark.prep.stage;

import org.jspecify.annotations.NullMarked;
