package org.clipspark.image.corrupt.digital;

import java.util.Optional;
import org.clipspark.image.RgbImage;
import org.clipspark.image.corrupt.plane.Bilinear;
import org.clipspark.image.corrupt.plane.Border;
import org.clipspark.image.corrupt.plane.Channels;
import org.clipspark.image.corrupt.plane.Draws;
import org.clipspark.image.corrupt.plane.GaussianFilter;
import org.clipspark.image.corrupt.plane.Plane;

/**
 * A sheet of rubber: three points are moved and the image with them (Simard and others, ICDAR 2003), then every pixel is
 * displaced by smoothed noise. All in pixels, whatever the size of the image.
 *
 * @param strength of the smoothed noise
 * @param sigma standard deviation of the noise's smoothing
 * @param shift most by which each of the three points moves in each direction
 */
public record ElasticTransform(double strength, double sigma, double shift) {
    private static final double TRUNCATE = 3;

    /** The warped image. An image too small for three distinct points is only displaced. */
    public RgbImage of(RgbImage image, Draws draws) {
        Channels moved = Channels.of(image);
        Optional<Affine> affine = affine(image.width(), image.height(), draws);
        if (affine.isPresent()) {
            moved = moved.map(plane -> moved(plane, affine.get()));
        }
        GaussianFilter smoothing = new GaussianFilter(sigma, TRUNCATE, Border.REFLECT);
        Plane right = smoothing.apply(draws.uniforms(image.width(), image.height()));
        Plane below = smoothing.apply(draws.uniforms(image.width(), image.height()));
        return moved.map(plane -> displaced(plane, right, below)).toImage();
    }

    /** Where each place of the result comes from: the map from the moved points back to three corners of a square. */
    private Optional<Affine> affine(int width, int height, Draws draws) {
        int x = width / 2;
        int y = height / 2;
        int reach = Math.min(width, height) / 3;
        double[] corners = {x + reach, y + reach, x + reach, y - reach, x - reach, y - reach};
        double[] moved = corners.clone();
        for (int i = 0; i < moved.length; i++) {
            moved[i] += draws.uniform(-shift, shift);
        }
        return reach == 0 ? Optional.empty() : Affine.between(moved, corners);
    }

    private static Plane moved(Plane plane, Affine affine) {
        Plane moved = new Plane(plane.width(), plane.height());
        for (int y = 0; y < plane.height(); y++) {
            for (int x = 0; x < plane.width(); x++) {
                moved.samples()[y * plane.width() + x] =
                        Bilinear.sample(plane, affine.x(x, y), affine.y(x, y), Border.MIRROR);
            }
        }
        return moved;
    }

    private Plane displaced(Plane plane, Plane right, Plane below) {
        Plane displaced = new Plane(plane.width(), plane.height());
        for (int y = 0; y < plane.height(); y++) {
            for (int x = 0; x < plane.width(); x++) {
                int i = y * plane.width() + x;
                displaced.samples()[i] = Bilinear.sample(
                        plane, x + strength * right.samples()[i], y + strength * below.samples()[i], Border.REFLECT);
            }
        }
        return displaced;
    }
}
