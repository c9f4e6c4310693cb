package org.clipspark.image.corrupt.noise;

import org.clipspark.image.RgbImage;
import org.clipspark.image.corrupt.plane.Channels;
import org.clipspark.image.corrupt.plane.Draws;

/** Noise on every sample of every channel, independent of the others. Samples are taken as 0 to 1; results are new images. */
public final class SampleNoise {
    private static final int LEVELS = 256;
    private static final double WHITE = 255;

    private SampleNoise() {}

    private interface Noise {
        double of(double sample);
    }

    /** Adds normal noise of the deviation. */
    public static RgbImage gaussian(RgbImage image, double deviation, Draws draws) {
        return each(image, sample -> sample + deviation * draws.gaussian());
    }

    /** Adds normal noise in proportion to the sample. */
    public static RgbImage speckle(RgbImage image, double deviation, Draws draws) {
        return each(image, sample -> sample + sample * deviation * draws.gaussian());
    }

    /** Replaces a share of the samples by black or white, as many by either: salt and pepper. */
    public static RgbImage impulse(RgbImage image, double amount, Draws draws) {
        return each(image, sample -> draws.uniform() >= amount ? sample : draws.uniform() < 0.5 ? 0 : 1);
    }

    /** Counts light: a sample becomes a Poisson number of {@code photons} for white, divided by that. */
    public static RgbImage shot(RgbImage image, double photons, Draws draws) {
        PoissonCounts[] counts = new PoissonCounts[LEVELS];
        for (int level = 0; level < LEVELS; level++) {
            counts[level] = new PoissonCounts(level / WHITE * photons);
        }
        byte[] from = image.pixels();
        byte[] to = new byte[from.length];
        for (int i = 0; i < to.length; i++) {
            to[i] = Channels.level(counts[from[i] & 0xff].at(draws.uniform()) / photons);
        }
        return new RgbImage(image.width(), image.height(), to);
    }

    private static RgbImage each(RgbImage image, Noise noise) {
        byte[] from = image.pixels();
        byte[] to = new byte[from.length];
        for (int i = 0; i < to.length; i++) {
            to[i] = Channels.level(noise.of((from[i] & 0xff) / WHITE));
        }
        return new RgbImage(image.width(), image.height(), to);
    }
}
