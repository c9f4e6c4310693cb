/** Noise that befalls each sample on its own. Entry point: {@link org.clipspark.image.corrupt.noise.SampleNoise}. */
@NullMarked
package org.clipspark.image.corrupt.noise;

import org.jspecify.annotations.NullMarked;
