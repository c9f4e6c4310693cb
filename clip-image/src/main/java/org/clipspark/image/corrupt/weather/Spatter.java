package org.clipspark.image.corrupt.weather;

import org.clipspark.image.RgbImage;
import org.clipspark.image.corrupt.plane.Border;
import org.clipspark.image.corrupt.plane.Channels;
import org.clipspark.image.corrupt.plane.Draws;
import org.clipspark.image.corrupt.plane.GaussianFilter;
import org.clipspark.image.corrupt.plane.Plane;
import org.clipspark.image.corrupt.plane.SparseKernel;

/**
 * Drops on the lens, where smoothed noise is above a threshold.
 *
 * @param mean of the noise
 * @param deviation of the noise
 * @param sigma standard deviation of its smoothing in pixels
 * @param threshold below which there is no drop
 * @param strength most that water adds; for mud, the standard deviation of the smoothing of its drops in pixels
 */
public record Spatter(double mean, double deviation, double sigma, double threshold, double strength) {
    private static final double WHITE = 255;
    // Pale turquoise and brown, as published.
    private static final double[] WATER = {175 / WHITE, 238 / WHITE, 238 / WHITE};
    private static final double[] MUD = {63 / WHITE, 42 / WHITE, 20 / WHITE};
    private static final double FARTHEST = 20;
    private static final double MUD_THRESHOLD = 0.8;
    private static final SparseKernel MEAN = SparseKernel.centred(
            new double[][] {{1 / 9.0, 1 / 9.0, 1 / 9.0}, {1 / 9.0, 1 / 9.0, 1 / 9.0}, {1 / 9.0, 1 / 9.0, 1 / 9.0}});
    private static final SparseKernel RELIEF =
            SparseKernel.centred(new double[][] {{-2, -1, 0}, {-1, 1, 1}, {0, 1, 2}});

    /** The image behind drops of water, which shine where they are thick, lit from one side. */
    public RgbImage water(RgbImage image, Draws draws) {
        Plane drops = drops(image, draws).map(sample -> WHITE * Channels.levelled(sample));
        Plane relief = relief(EdgeDistance.of(CannyEdges.of(drops)));
        for (int i = 0; i < relief.samples().length; i++) {
            relief.samples()[i] *= drops.samples()[i];
        }
        float brightest = relief.max();
        if (brightest == 0) {
            return image;
        }
        Plane light = relief.map(sample -> sample / brightest * strength);
        return blended(image, light, 0, WATER);
    }

    /** The image behind opaque drops of mud. */
    public RgbImage mud(RgbImage image, Draws draws) {
        Plane drops = drops(image, draws).map(sample -> sample > threshold ? 1 : 0);
        Plane cover = GaussianFilter.of(strength).apply(drops).map(sample -> sample < MUD_THRESHOLD ? 0 : sample);
        return blended(image, cover, 1, MUD);
    }

    private Plane drops(RgbImage image, Draws draws) {
        return GaussianFilter.of(sigma)
                .apply(draws.gaussians(image.width(), image.height(), mean, deviation))
                .map(sample -> sample < threshold ? 0 : sample);
    }

    /** Heights 0 to 255 of drops by the distance from their edges, spread evenly over all levels, then embossed. */
    private static Plane relief(Plane distance) {
        Plane near = MEAN.apply(distance.map(pixels -> Math.min(FARTHEST, pixels)), Border.MIRROR);
        Plane heights = LevelHistogram.equalised(near.map(pixels -> Math.floor(pixels + 1e-4)));
        Plane embossed = RELIEF.apply(heights, Border.MIRROR).map(level -> Math.max(0, Math.min(WHITE, level)));
        return MEAN.apply(embossed, Border.MIRROR).map(Math::rint);
    }

    private static RgbImage blended(RgbImage image, Plane cover, double hidden, double[] colour) {
        Channels channels = Channels.of(image);
        return new Channels(
                        blended(channels.red(), cover, hidden, colour[0]),
                        blended(channels.green(), cover, hidden, colour[1]),
                        blended(channels.blue(), cover, hidden, colour[2]))
                .toImage();
    }

    private static Plane blended(Plane scene, Plane cover, double hidden, double colour) {
        Plane blended = new Plane(scene.width(), scene.height());
        for (int i = 0; i < blended.samples().length; i++) {
            double share = cover.samples()[i];
            blended.samples()[i] = (float) (scene.samples()[i] * (1 - hidden * share) + share * colour);
        }
        return blended;
    }
}
