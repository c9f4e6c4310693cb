package org.clipspark.model.layer;

import java.util.random.RandomGenerator;

/** How a parameter is drawn before training. */
public sealed interface Initial {
    /** The next value. */
    float draw(RandomGenerator random);

    /** The same value everywhere. */
    record Constant(double value) implements Initial {
        @Override
        public float draw(RandomGenerator random) {
            return (float) value;
        }
    }

    /** Normal with mean 0 and this standard deviation. */
    record Normal(double deviation) implements Initial {
        @Override
        public float draw(RandomGenerator random) {
            return (float) (random.nextGaussian() * deviation);
        }
    }

    /** Uniform between minus and plus this bound. */
    record Uniform(double bound) implements Initial {
        @Override
        public float draw(RandomGenerator random) {
            return (float) ((2 * random.nextDouble() - 1) * bound);
        }
    }

    /** All zero. */
    Initial ZERO = new Constant(0);
    /** All one. */
    Initial ONE = new Constant(1);
}
