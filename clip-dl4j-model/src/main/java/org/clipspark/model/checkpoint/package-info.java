/**
 * Models and training state on disk. Entry points: {@link org.clipspark.model.checkpoint.Checkpoint} and, for one file of
 * tensors, {@link org.clipspark.model.checkpoint.SafetensorsFile}.
 */
@NullMarked
package org.clipspark.model.checkpoint;

import org.jspecify.annotations.NullMarked;
