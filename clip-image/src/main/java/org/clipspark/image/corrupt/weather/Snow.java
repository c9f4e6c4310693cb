package org.clipspark.image.corrupt.weather;

import org.clipspark.image.RgbImage;
import org.clipspark.image.corrupt.blur.MotionBlur;
import org.clipspark.image.corrupt.plane.CentreZoom;
import org.clipspark.image.corrupt.plane.Channels;
import org.clipspark.image.corrupt.plane.Draws;
import org.clipspark.image.corrupt.plane.Plane;

/**
 * Falling snow: flakes of enlarged noise, drawn long by their fall, over a scene made paler.
 *
 * @param mean of the noise of which flakes are made
 * @param deviation of that noise
 * @param enlargement of the noise, at least 1
 * @param threshold below which the noise is no flake
 * @param radius of the flakes' motion blur in pixels
 * @param sigma of the motion blur in pixels
 * @param share of the scene that is not made paler
 */
public record Snow(
        double mean, double deviation, double enlargement, double threshold, int radius, double sigma, double share) {
    /** The image with snow, the same flakes a second time turned by half a turn. */
    public RgbImage on(RgbImage image, Draws draws) {
        Channels channels = Channels.of(image);
        Plane flakes = flakes(image.width(), image.height(), draws);
        Plane luma = channels.luma();
        return channels.map(plane -> snowed(plane, luma, flakes)).toImage();
    }

    private Plane flakes(int width, int height, Draws draws) {
        Plane noise = CentreZoom.of(draws.gaussians(width, height, mean, deviation), enlargement);
        Plane flakes = noise.map(sample -> sample < threshold ? 0 : Channels.levelled(sample));
        return new MotionBlur(radius, sigma, draws.uniform(-135, -45)).of(flakes);
    }

    private Plane snowed(Plane scene, Plane luma, Plane flakes) {
        Plane snowed = new Plane(scene.width(), scene.height());
        int last = snowed.samples().length - 1;
        for (int i = 0; i <= last; i++) {
            double sample = scene.samples()[i];
            double pale = Math.max(sample, luma.samples()[i] * 1.5 + 0.5);
            double snow = flakes.samples()[i] + flakes.samples()[last - i];
            snowed.samples()[i] = (float) (share * sample + (1 - share) * pale + snow);
        }
        return snowed;
    }
}
