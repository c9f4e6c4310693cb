package org.clipspark.image;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The lowest frequencies of a {@link LuminanceGrid}, as its cosine transform (DCT-II) finds them. */
final class Frequencies {
    private static final int SIZE = LuminanceGrid.SIZE;
    // The quarter disc with this radius holds a few more than 256 frequencies.
    private static final int PER_SIDE = 20;

    private static final double[][] COSINES = cosines();
    private static final List<Frequency> LOWEST = lowest();

    private Frequencies() {}

    /** Half periods on the height and on the width of an image. */
    private record Frequency(int vertical, int horizontal) {
        int squaredLength() {
            return vertical * vertical + horizontal * horizontal;
        }
    }

    private static double[][] cosines() {
        double[][] cosines = new double[PER_SIDE][SIZE];
        for (int u = 0; u < PER_SIDE; u++) {
            for (int x = 0; x < SIZE; x++) {
                // Strict, for the hash of an image must be the same on every machine.
                cosines[u][x] = StrictMath.cos(Math.PI * u * (2 * x + 1) / (2 * SIZE));
            }
        }
        return cosines;
    }

    private static List<Frequency> lowest() {
        List<Frequency> all = new ArrayList<>();
        for (int u = 0; u < PER_SIDE; u++) {
            for (int v = 0; v < PER_SIDE; v++) {
                all.add(new Frequency(u, v));
            }
        }
        all.sort(Comparator.comparingInt(Frequency::squaredLength).thenComparingInt(Frequency::vertical));
        // The first is the mean, which has been taken out.
        return List.copyOf(all.subList(1, PerceptualHash.BITS + 1));
    }

    /** Whether each of the 256 lowest coefficients is above zero. */
    static boolean[] signs(LuminanceGrid grid) {
        double[][] coefficients = transform(grid);
        boolean[] signs = new boolean[LOWEST.size()];
        for (int i = 0; i < signs.length; i++) {
            Frequency at = LOWEST.get(i);
            signs[i] = coefficients[at.vertical()][at.horizontal()] > 0;
        }
        return signs;
    }

    /** Which of them change their sign when left and right are exchanged. */
    static boolean[] oddColumns() {
        boolean[] odd = new boolean[LOWEST.size()];
        for (int i = 0; i < odd.length; i++) {
            odd[i] = LOWEST.get(i).horizontal() % 2 == 1;
        }
        return odd;
    }

    private static double[][] transform(LuminanceGrid grid) {
        double[][] rows = new double[SIZE][PER_SIDE];
        for (int y = 0; y < SIZE; y++) {
            for (int v = 0; v < PER_SIDE; v++) {
                double sum = 0;
                for (int x = 0; x < SIZE; x++) {
                    sum += grid.at(x, y) * COSINES[v][x];
                }
                rows[y][v] = sum;
            }
        }
        double[][] coefficients = new double[PER_SIDE][PER_SIDE];
        for (int u = 0; u < PER_SIDE; u++) {
            for (int y = 0; y < SIZE; y++) {
                for (int v = 0; v < PER_SIDE; v++) {
                    coefficients[u][v] += rows[y][v] * COSINES[u][y];
                }
            }
        }
        return coefficients;
    }
}
