/** Places that a job and its executors name alike. Entry point: {@link org.clipspark.prep.place.SharedPlace}. */
@NullMarked
package org.clipspark.prep.place;

import org.jspecify.annotations.NullMarked;
