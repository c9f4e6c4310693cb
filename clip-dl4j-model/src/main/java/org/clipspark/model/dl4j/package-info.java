/**
 * CLIP in DL4J networks: the image encoder as a layer, a linear probe on embeddings. Entry points: {@link
 * org.clipspark.model.dl4j.ClipEncoderLayer}, {@link org.clipspark.model.dl4j.LinearProbe}.
 */
@NullMarked
package org.clipspark.model.dl4j;

import org.jspecify.annotations.NullMarked;
