package org.clipspark.image.corrupt.blur;

import org.clipspark.image.RgbImage;
import org.clipspark.image.corrupt.plane.Channels;
import org.clipspark.image.corrupt.plane.GaussianFilter;

/** Smoothing by a bell, as scikit-image's {@code gaussian}. */
public final class GaussianBlur {
    private GaussianBlur() {}

    /**
     * Blurs.
     *
     * @param sigma standard deviation in pixels
     */
    public static RgbImage of(RgbImage image, double sigma) {
        return Channels.of(image).map(GaussianFilter.of(sigma)::apply).toImage();
    }
}
