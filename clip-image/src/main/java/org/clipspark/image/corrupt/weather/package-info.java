/** Snow, frost, fog and drops between the camera and the scene. Entry points: {@link org.clipspark.image.corrupt.weather.Snow}, {@link org.clipspark.image.corrupt.weather.Fog}. */
@NullMarked
package org.clipspark.image.corrupt.weather;

import org.jspecify.annotations.NullMarked;
