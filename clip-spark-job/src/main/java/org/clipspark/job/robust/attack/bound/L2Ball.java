package org.clipspark.job.robust.attack.bound;

import java.util.SplittableRandom;

/** Images whose Euclidean distance from the original, summed up in double precision, is at most a radius. */
final class L2Ball implements Ball {
    /** Sums of squares differ in their last digits by the order of the terms: no order may lead out of the ball. */
    private static final double ANY_ORDER = 1 - 1e-10;

    private static final double SHRINK = 1 - 1e-7;

    private final double radius;

    L2Ball(double radius) {
        this.radius = radius * ANY_ORDER;
    }

    @Override
    public void draw(SplittableRandom random, float[] original, int from, int length, float[] to) {
        double[] offset = new double[length];
        for (int i = 0; i < length; i++) {
            offset[i] = random.nextGaussian();
        }
        // The share of a ball's volume within a radius is the radius to the power of the dimension.
        double distance = radius * Math.pow(random.nextDouble(), 1.0 / length);
        scale(offset, distance / Math.max(norm(offset), Double.MIN_NORMAL));
        write(original, offset, from, to);
    }

    @Override
    public void ascend(float[] original, float[] gradient, double step, int from, int length, float[] point) {
        double squares = 0;
        for (int i = from; i < from + length; i++) {
            squares += (double) gradient[i] * gradient[i];
        }
        if (!(squares > 0 && Double.isFinite(squares))) {
            return;
        }
        double[] offset = new double[length];
        for (int i = 0; i < length; i++) {
            int at = from + i;
            offset[i] = (double) point[at] - original[at] + step * gradient[at] / Math.sqrt(squares);
        }
        write(original, offset, from, point);
    }

    /** Writes the original moved by that offset, which is shortened until the result is inside as it is written. */
    private void write(float[] original, double[] offset, int from, float[] to) {
        double factor = Math.min(1, radius / Math.max(norm(offset), Double.MIN_NORMAL));
        while (writeScaled(original, offset, factor, from, to) > radius) {
            factor *= SHRINK;
        }
    }

    /** Returns the distance of what was written from the original. */
    private static double writeScaled(float[] original, double[] offset, double factor, int from, float[] to) {
        double squares = 0;
        for (int i = 0; i < offset.length; i++) {
            float start = original[from + i];
            double moved = start + factor * offset[i];
            float value = (float) moved;
            if (Math.abs((double) value - start) > Math.abs(moved - start)) {
                // Rounded towards the original, no value adds to the distance.
                value = Math.nextAfter(value, start);
            }
            value = Math.max(0, Math.min(1, value));
            to[from + i] = value;
            squares += ((double) value - start) * ((double) value - start);
        }
        return Math.sqrt(squares);
    }

    private static void scale(double[] offset, double factor) {
        for (int i = 0; i < offset.length; i++) {
            offset[i] *= factor;
        }
    }

    private static double norm(double[] offset) {
        double squares = 0;
        for (double value : offset) {
            squares += value * value;
        }
        return Math.sqrt(squares);
    }
}
