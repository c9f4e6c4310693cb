/** Contrastive losses over a batch of image and text embeddings. Entry point: {@link org.clipspark.model.loss.ContrastiveLoss}. */
@NullMarked
package org.clipspark.model.loss;

import org.jspecify.annotations.NullMarked;
