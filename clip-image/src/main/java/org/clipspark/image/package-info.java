/** Bytes to 8-bit RGB rasters and back. Entry points: ImageDecoder, RgbImage, Resampler. */
@NullMarked
package org.clipspark.image;

import org.jspecify.annotations.NullMarked;
