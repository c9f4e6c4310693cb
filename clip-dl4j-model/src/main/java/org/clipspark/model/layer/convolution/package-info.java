/**
 * Layers of convolutional residual networks, on feature maps held as rows of channels. Entry point: {@link
 * org.clipspark.model.layer.convolution.ResidualTrunk}.
 *
 * <p>Shapes: {@code B} batch, {@code H, W} sides of a map, {@code C} channels; a map is a matrix {@code [B*H*W, C]}.
 */
@NullMarked
package org.clipspark.model.layer.convolution;

import org.jspecify.annotations.NullMarked;
