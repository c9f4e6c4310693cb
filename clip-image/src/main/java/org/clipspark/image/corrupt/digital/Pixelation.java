package org.clipspark.image.corrupt.digital;

import org.clipspark.image.Interpolation;
import org.clipspark.image.Resampler;
import org.clipspark.image.RgbImage;

/** Coarse pixels: the image shrunk and enlarged again by Pillow's box filter. */
public final class Pixelation {
    private Pixelation() {}

    /**
     * Makes pixels coarse.
     *
     * @param share of the sides that the shrunk image has, above 0 and at most 1
     */
    public static RgbImage of(RgbImage image, double share) {
        int width = Math.max(1, (int) (image.width() * share));
        int height = Math.max(1, (int) (image.height() * share));
        RgbImage coarse = Resampler.resize(image, width, height, Interpolation.BOX);
        return Resampler.resize(coarse, image.width(), image.height(), Interpolation.BOX);
    }
}
