package org.clipspark.image.corrupt.weather;

import java.util.Arrays;
import org.clipspark.image.corrupt.plane.Plane;

/**
 * Distance to the nearest marked pixel as the shortest path of steps to a neighbour, a diagonal one, or a knight's move,
 * with the lengths of Borgefors (CVGIP 34, 1986) that OpenCV uses.
 */
final class EdgeDistance {
    private static final float BESIDE = 1;
    private static final float DIAGONAL = 1.4f;
    private static final float KNIGHT = 2.1969f;
    private static final float UNREACHED = Float.MAX_VALUE / 4;

    private final int width;
    private final int height;
    private final float[] distances;

    private EdgeDistance(Plane marks, Plane distance) {
        width = marks.width();
        height = marks.height();
        distances = distance.samples();
        Arrays.fill(distances, UNREACHED);
        for (int i = 0; i < distances.length; i++) {
            if (marks.samples()[i] != 0) {
                distances[i] = 0;
            }
        }
    }

    /** Distances in pixels; beyond all bounds where nothing is marked. */
    static Plane of(Plane marks) {
        Plane distance = new Plane(marks.width(), marks.height());
        EdgeDistance paths = new EdgeDistance(marks, distance);
        for (int y = 0; y < paths.height; y++) {
            for (int x = 0; x < paths.width; x++) {
                paths.shorten(x, y, -1);
            }
        }
        for (int y = paths.height - 1; y >= 0; y--) {
            for (int x = paths.width - 1; x >= 0; x--) {
                paths.shorten(x, y, 1);
            }
        }
        return distance;
    }

    /** Takes the best of the paths over neighbours above and to the left (-1), or below and to the right (1). */
    private void shorten(int x, int y, int side) {
        float best = distances[y * width + x];
        best = Math.min(best, from(x + side, y) + BESIDE);
        best = Math.min(best, from(x, y + side) + BESIDE);
        best = Math.min(best, Math.min(from(x - 1, y + side), from(x + 1, y + side)) + DIAGONAL);
        best = Math.min(best, Math.min(from(x - 2, y + side), from(x + 2, y + side)) + KNIGHT);
        best = Math.min(best, Math.min(from(x - 1, y + 2 * side), from(x + 1, y + 2 * side)) + KNIGHT);
        distances[y * width + x] = best;
    }

    private float from(int x, int y) {
        return x < 0 || y < 0 || x >= width || y >= height ? UNREACHED : distances[y * width + x];
    }
}
