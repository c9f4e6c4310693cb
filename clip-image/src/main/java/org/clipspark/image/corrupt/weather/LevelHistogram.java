package org.clipspark.image.corrupt.weather;

import org.clipspark.image.corrupt.plane.Plane;

/** Histogram equalisation of whole levels 0 to 255, as OpenCV's {@code equalizeHist}. */
final class LevelHistogram {
    private static final int LEVELS = 256;

    private LevelHistogram() {}

    /** Levels such that as many pixels have each; the lowest becomes 0. An image of one level stays as it is. */
    static Plane equalised(Plane levels) {
        int[] counts = new int[LEVELS];
        for (float level : levels.samples()) {
            counts[(int) level]++;
        }
        int lowest = 0;
        while (counts[lowest] == 0) {
            lowest++;
        }
        int others = levels.samples().length - counts[lowest];
        if (others == 0) {
            return levels;
        }
        double[] equal = new double[LEVELS];
        double sum = 0;
        for (int level = lowest + 1; level < LEVELS; level++) {
            sum += counts[level];
            equal[level] = Math.rint(sum * (LEVELS - 1) / others);
        }
        return levels.map(level -> equal[(int) level]);
    }
}
