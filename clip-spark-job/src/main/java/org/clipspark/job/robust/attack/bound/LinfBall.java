package org.clipspark.job.robust.attack.bound;

import java.util.SplittableRandom;

/** Images none of whose values differs from the original's by more than a radius. */
public final class LinfBall implements Ball {
    private final float radius;

    /** A ball of that radius, in units of the values. */
    LinfBall(double radius) {
        float nearest = (float) radius;
        // Rounded down: differences are floats, and none of them may round to above the bound.
        this.radius = nearest > radius ? Math.nextDown(nearest) : nearest;
    }

    /** The least value that may stand for this one of the original, at least 0. */
    public float lowest(float original) {
        float value = Math.max(0, original - radius);
        while ((double) original - value > radius) {
            value = Math.nextUp(value);
        }
        return value;
    }

    /** The greatest value that may stand for this one of the original, at most 1. */
    public float highest(float original) {
        float value = Math.min(1, original + radius);
        while ((double) value - original > radius) {
            value = Math.nextDown(value);
        }
        return value;
    }

    private float project(float original, double value) {
        return Math.max(lowest(original), Math.min(highest(original), (float) value));
    }

    @Override
    public void draw(SplittableRandom random, float[] original, int from, int length, float[] to) {
        for (int i = from; i < from + length; i++) {
            to[i] = project(original[i], original[i] + radius * (2 * random.nextDouble() - 1));
        }
    }

    @Override
    public void ascend(float[] original, float[] gradient, double step, int from, int length, float[] point) {
        for (int i = from; i < from + length; i++) {
            if (gradient[i] > 0) {
                point[i] = project(original[i], point[i] + step);
            } else if (gradient[i] < 0) {
                point[i] = project(original[i], point[i] - step);
            }
        }
    }
}
