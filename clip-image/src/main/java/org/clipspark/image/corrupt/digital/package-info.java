/** What processing does to pictures: changes of colour, warps, coarse pixels, compression. Entry points: {@link org.clipspark.image.corrupt.digital.ColourShift}, {@link org.clipspark.image.corrupt.digital.ElasticTransform}. */
@NullMarked
package org.clipspark.image.corrupt.digital;

import org.jspecify.annotations.NullMarked;
