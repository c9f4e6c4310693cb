package org.clipspark.model.layer;

import java.util.random.RandomGenerator;

/** How a parameter is drawn before training. */
public sealed interface Initial {
    /**
     * The next value.
     *
     * @param index place of the value in its parameter, row by row from 0
     */
    float draw(RandomGenerator random, long index);

    /** The same value everywhere. */
    record Constant(double value) implements Initial {
        @Override
        public float draw(RandomGenerator random, long index) {
            return (float) value;
        }
    }

    /** Normal with mean 0 and this standard deviation. */
    record Normal(double deviation) implements Initial {
        @Override
        public float draw(RandomGenerator random, long index) {
            return (float) (random.nextGaussian() * deviation);
        }
    }

    /** Uniform between minus and plus this bound. */
    record Uniform(double bound) implements Initial {
        @Override
        public float draw(RandomGenerator random, long index) {
            return (float) ((2 * random.nextDouble() - 1) * bound);
        }
    }

    /**
     * Fixed positions of a square grid: half of the columns for x, half for y, in each half sines and then cosines of
     * falling frequency; the row before the grid, the class token's, is zero (He et al. 2022, Masked Autoencoders).
     *
     * @param width columns, a multiple of 4
     * @param side of the grid
     */
    record SinCos2d(int width, int side) implements Initial {
        private static final double SLOWEST = 10000;

        /** Checks the width. */
        public SinCos2d {
            if (width % 4 != 0 || side < 1) {
                throw new IllegalArgumentException(
                        "sin_cos_2d positions need a width that is a multiple of 4, got " + width);
            }
        }

        @Override
        public float draw(RandomGenerator random, long index) {
            long patch = index / width - 1;
            if (patch < 0) {
                return 0;
            }
            int half = width / 2;
            int column = (int) (index % width);
            long position = column < half ? patch % side : patch / side;
            int frequencies = half / 2;
            int frequency = column % frequencies;
            double angle = position / Math.pow(SLOWEST, (double) frequency / frequencies);
            return (float) (column % half < frequencies ? Math.sin(angle) : Math.cos(angle));
        }
    }

    /** All zero. */
    Initial ZERO = new Constant(0);
    /** All one. */
    Initial ONE = new Constant(1);
}
