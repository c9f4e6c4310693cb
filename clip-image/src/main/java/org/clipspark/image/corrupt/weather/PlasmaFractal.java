package org.clipspark.image.corrupt.weather;

import org.clipspark.image.corrupt.plane.Draws;
import org.clipspark.image.corrupt.plane.Plane;

/**
 * A cloud by the diamond-square algorithm on a square whose opposite edges meet: halving the distance of the points
 * again and again, each new one is the mean of its four neighbours and a random step.
 */
final class PlasmaFractal {
    /** Side of the square for images up to that size, as published. */
    private static final int LEAST_SIDE = 256;
    // Larger images see the square again: it has no seams, and its memory stays bounded.
    private static final int LARGEST_SIDE = 2048;
    private static final double FIRST_STEP = 100;

    private final int side;
    private final float[] heights;
    private final Draws draws;

    private PlasmaFractal(int side, double decay, Draws draws) {
        this.side = side;
        this.draws = draws;
        heights = new Plane(side, side).samples();
        double step = FIRST_STEP;
        for (int distance = side; distance >= 2; distance /= 2) {
            // The published code multiplies by the step once more than it says.
            centres(distance, step * step);
            edges(distance, step * step);
            step /= decay;
        }
        scaleToOne();
    }

    /**
     * A cloud over so many pixels.
     *
     * @param decay by which the random steps shrink with each halving, above 1: more is smoother
     */
    static PlasmaFractal covering(int width, int height, double decay, Draws draws) {
        int longest = Math.min(LARGEST_SIDE, Math.max(width, height));
        int side = LEAST_SIDE;
        while (side < longest) {
            side *= 2;
        }
        return new PlasmaFractal(side, decay, draws);
    }

    /** Thickness at a pixel, 0 to 1; both are reached somewhere on the square. */
    float at(int x, int y) {
        return heights[index(x, y)];
    }

    private int index(int x, int y) {
        return (y & (side - 1)) * side + (x & (side - 1));
    }

    private void centres(int distance, double step) {
        int half = distance / 2;
        for (int y = half; y < side; y += distance) {
            for (int x = half; x < side; x += distance) {
                float sum = at(x - half, y - half) + at(x + half, y - half);
                sum += at(x - half, y + half) + at(x + half, y + half);
                heights[index(x, y)] = stepped(sum, step);
            }
        }
    }

    private void edges(int distance, double step) {
        int half = distance / 2;
        for (int y = 0; y < side; y += half) {
            for (int x = y % distance == 0 ? half : 0; x < side; x += distance) {
                float sum = at(x, y - half) + at(x, y + half) + at(x - half, y) + at(x + half, y);
                heights[index(x, y)] = stepped(sum, step);
            }
        }
    }

    private float stepped(float sum, double step) {
        return (float) (sum / 4 + draws.uniform(-step, step));
    }

    private void scaleToOne() {
        float least = heights[0];
        float most = heights[0];
        for (float height : heights) {
            least = Math.min(least, height);
            most = Math.max(most, height);
        }
        for (int i = 0; i < heights.length; i++) {
            heights[i] = (heights[i] - least) / (most - least);
        }
    }
}
