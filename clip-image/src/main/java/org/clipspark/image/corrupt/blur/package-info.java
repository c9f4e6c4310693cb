/** Blurs of a lens, of movement and of structured glass. Entry points: {@link org.clipspark.image.corrupt.blur.DefocusBlur}, {@link org.clipspark.image.corrupt.blur.MotionBlur}. */
@NullMarked
package org.clipspark.image.corrupt.blur;

import org.jspecify.annotations.NullMarked;
