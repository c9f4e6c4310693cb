package org.clipspark.image.corrupt.blur;

import org.clipspark.image.RgbImage;
import org.clipspark.image.corrupt.plane.CentreZoom;
import org.clipspark.image.corrupt.plane.Channels;
import org.clipspark.image.corrupt.plane.Plane;

/** A camera that moves towards the scene: the mean of the image and several enlargements of its middle. */
public final class ZoomBlur {
    private ZoomBlur() {}

    /**
     * Blurs.
     *
     * @param enlargements number of them; the first has the factor 1
     * @param step difference of successive factors
     */
    public static RgbImage of(RgbImage image, int enlargements, double step) {
        return Channels.of(image).map(plane -> mean(plane, enlargements, step)).toImage();
    }

    private static Plane mean(Plane plane, int enlargements, double step) {
        Plane sum = plane.map(sample -> sample);
        for (int i = 0; i < enlargements; i++) {
            float[] enlarged = CentreZoom.of(plane, 1 + i * step).samples();
            for (int k = 0; k < enlarged.length; k++) {
                sum.samples()[k] += enlarged[k];
            }
        }
        return sum.map(sample -> sample / (enlargements + 1));
    }
}
