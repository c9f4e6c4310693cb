/**
 * Bytes to 8-bit RGB rasters and back. Entry points: {@link ImageDecoder}, {@link RgbImage}, {@link Resampler}.
 *
 * <p>Rasters are {@code [H][W][3]} bytes, rows from the top, R before G before B.
 */
@NullMarked
package org.clipspark.image;

import org.jspecify.annotations.NullMarked;
