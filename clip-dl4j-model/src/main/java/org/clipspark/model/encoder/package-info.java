/**
 * The two towers: images and texts to vectors of one space. Entry points: {@link
 * org.clipspark.model.encoder.ImageEncoder}, {@link org.clipspark.model.encoder.TextEncoder}.
 */
@NullMarked
package org.clipspark.model.encoder;

import org.jspecify.annotations.NullMarked;
