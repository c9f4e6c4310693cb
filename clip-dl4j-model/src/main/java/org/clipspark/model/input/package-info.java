/**
 * What goes into the encoders: token ids, transformed pixels and batches of both. Entry points: {@code ClipTokenizer},
 * {@code ImageTransform}, {@code ClipBatch}.
 */
@NullMarked
package org.clipspark.model.input;

import org.jspecify.annotations.NullMarked;
