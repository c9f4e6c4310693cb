package org.clipspark.image.corrupt.plane;

import java.util.SplittableRandom;

/** Random numbers that are the same for the same seed and purpose on any machine. Not for several threads. */
public final class Draws {
    private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;

    private final SplittableRandom random;
    private double spare;
    private boolean hasSpare;

    /**
     * Draws of a seed.
     *
     * @param purpose makes the draws of two users of the same seed independent
     */
    public Draws(long seed, String purpose) {
        long key = new SplittableRandom(seed).nextLong();
        random = new SplittableRandom(key ^ (purpose.hashCode() * GOLDEN_RATIO));
    }

    /** Uniform from 0, 1 excluded. */
    public double uniform() {
        return random.nextDouble();
    }

    /** Uniform from {@code least}, {@code bound} excluded. */
    public double uniform(double least, double bound) {
        return least + (bound - least) * random.nextDouble();
    }

    /** A whole number from {@code least}, {@code bound} excluded. */
    public int integer(int least, int bound) {
        return random.nextInt(least, bound);
    }

    /** Standard normal, by Marsaglia's polar method; StrictMath has the same logarithms everywhere. */
    public double gaussian() {
        if (hasSpare) {
            hasSpare = false;
            return spare;
        }
        double x;
        double y;
        double square;
        do {
            x = uniform(-1, 1);
            y = uniform(-1, 1);
            square = x * x + y * y;
        } while (square >= 1 || square == 0);
        double scale = Math.sqrt(-2 * StrictMath.log(square) / square);
        spare = y * scale;
        hasSpare = true;
        return x * scale;
    }

    /** A plane of independent normal samples. */
    public Plane gaussians(int width, int height, double mean, double deviation) {
        return new Plane(width, height).map(zero -> mean + deviation * gaussian());
    }

    /** A plane of independent samples that are uniform from -1, 1 excluded. */
    public Plane uniforms(int width, int height) {
        return new Plane(width, height).map(zero -> uniform(-1, 1));
    }
}
