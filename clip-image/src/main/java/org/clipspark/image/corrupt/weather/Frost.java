package org.clipspark.image.corrupt.weather;

import org.clipspark.image.RgbImage;
import org.clipspark.image.corrupt.plane.Channels;
import org.clipspark.image.corrupt.plane.Draws;
import org.clipspark.image.corrupt.plane.Plane;

/**
 * Frost on the glass in front of the scene. The published corruption lays parts of six photographs over the image; we
 * have no right to them and grow {@link FrostFerns} instead, blended with the published weights. <b>Accuracies under this
 * frost cannot be compared with published ones.</b>
 */
public final class Frost {
    // Ice is a little blue.
    private static final float RED = 0.84f;
    private static final float GREEN = 0.93f;

    private Frost() {}

    /**
     * The image behind frost.
     *
     * @param scene weight of the image
     * @param frost weight of the frost
     */
    public static RgbImage on(RgbImage image, double scene, double frost, Draws draws) {
        Channels channels = Channels.of(image);
        Plane ice = FrostFerns.grown(image.width(), image.height(), draws);
        return new Channels(
                        sum(channels.red(), scene, ice, RED * frost),
                        sum(channels.green(), scene, ice, GREEN * frost),
                        sum(channels.blue(), scene, ice, frost))
                .toImage();
    }

    private static Plane sum(Plane scene, double share, Plane ice, double frost) {
        Plane sum = new Plane(scene.width(), scene.height());
        for (int i = 0; i < sum.samples().length; i++) {
            sum.samples()[i] = (float) (share * scene.samples()[i] + frost * ice.samples()[i]);
        }
        return sum;
    }
}
