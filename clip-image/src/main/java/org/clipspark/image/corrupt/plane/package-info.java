/** Channels of a raster as numbers from 0 to 1, linear filters and resampling on them, and seeded draws. Entry point: {@link org.clipspark.image.corrupt.plane.Channels}. */
@NullMarked
package org.clipspark.image.corrupt.plane;

import org.jspecify.annotations.NullMarked;
