/** Things drawn over a picture. Entry point: {@link TypographicLabel}. */
@NullMarked
package org.clipspark.image.overlay;

import org.jspecify.annotations.NullMarked;
