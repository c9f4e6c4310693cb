package org.clipspark.image.corrupt.weather;

import org.clipspark.image.corrupt.plane.Draws;
import org.clipspark.image.corrupt.plane.GaussianFilter;
import org.clipspark.image.corrupt.plane.Plane;

/**
 * Ice as it grows on a pane: from seeds at random places feathers spread, which branch at the 60 degrees of ice
 * crystals, each branch shorter than the one it leaves; a haze lies about them, and glass between them stays clear.
 */
final class FrostFerns {
    private static final double SIXTY_DEGREES = StrictMath.PI / 3;
    private static final int PIXELS_PER_SEED = 4500;
    private static final int DEPTH = 2;
    private static final double STEP = 0.7;
    private static final float HAZE = 0.7f;

    private final Plane ice;
    private final Draws draws;

    private FrostFerns(int width, int height, Draws draws) {
        ice = new Plane(width, height);
        this.draws = draws;
    }

    /** Ice of the size: 0 for clear glass, 1 for the brightest crystal. */
    static Plane grown(int width, int height, Draws draws) {
        FrostFerns ferns = new FrostFerns(width, height, draws);
        long seeds = Math.max(1, (long) width * height / PIXELS_PER_SEED);
        for (long i = 0; i < seeds; i++) {
            ferns.seed();
        }
        return ferns.hazy();
    }

    private void seed() {
        double x = draws.uniform(0, ice.width());
        double y = draws.uniform(0, ice.height());
        int feathers = draws.integer(3, 7);
        double first = draws.uniform(0, 2 * StrictMath.PI);
        for (int i = 0; i < feathers; i++) {
            grow(x, y, first + i * SIXTY_DEGREES, draws.uniform(30, 90), 0);
        }
    }

    /** Draws a branch and what leaves it; main branches bend a little. */
    private void grow(double startX, double startY, double startAngle, double length, int depth) {
        double bend = depth == 0 ? draws.uniform(-0.012, 0.012) : 0;
        double angle = startAngle;
        double x = startX;
        double y = startY;
        double nextBranch = draws.uniform(1, 4);
        for (double grown = 0; grown < length; grown += STEP) {
            double rest = 1 - grown / length;
            mark(x, y, (0.6 + 0.4 * rest) / (1 + 0.25 * depth));
            if (depth < DEPTH && grown >= nextBranch) {
                double branch = length * (0.12 + 0.33 * rest) * draws.uniform(0.6, 1);
                grow(x, y, angle + SIXTY_DEGREES, branch, depth + 1);
                grow(x, y, angle - SIXTY_DEGREES, branch, depth + 1);
                nextBranch = grown + draws.uniform(4, 8);
            }
            angle += bend * STEP;
            x += STEP * StrictMath.cos(angle);
            y += STEP * StrictMath.sin(angle);
        }
    }

    private void mark(double x, double y, double brightness) {
        int column = (int) Math.floor(x);
        int row = (int) Math.floor(y);
        if (column >= 0 && column < ice.width() && row >= 0 && row < ice.height()) {
            int i = row * ice.width() + column;
            ice.samples()[i] = Math.max(ice.samples()[i], (float) brightness);
        }
    }

    private Plane hazy() {
        Plane fine = GaussianFilter.of(0.6).apply(ice);
        Plane haze = GaussianFilter.of(2.5).apply(ice);
        for (int i = 0; i < fine.samples().length; i++) {
            fine.samples()[i] = Math.min(1, fine.samples()[i] + HAZE * haze.samples()[i]);
        }
        return fine;
    }
}
