/**
 * Layers of ConvNeXt, on feature maps held as rows of channels. Entry points: {@link
 * org.clipspark.model.layer.convnext.ConvNextTrunk}, {@link org.clipspark.model.layer.convnext.ConvNextHead}.
 *
 * <p>Shapes: {@code B} batch, {@code P} positions of a map, {@code D} channels; a map is a matrix {@code [B*P, D]}.
 */
@NullMarked
package org.clipspark.model.layer.convnext;

import org.jspecify.annotations.NullMarked;
