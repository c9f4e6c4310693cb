/** Parts of pictures that must not be seen. Entry point: {@link RegionBlur}. */
@NullMarked
package org.clipspark.image.region;

import org.jspecify.annotations.NullMarked;
