package org.clipspark.image;

/** The luminance of an image without its frame, averaged on a grid, less its mean, and faded out towards the edges. */
final class LuminanceGrid {
    /** Cells of a side. */
    static final int SIZE = 64;

    // Levels of 255, root mean square. The noise that JPEG leaves on a single colour stays far below.
    private static final double LEAST_STRUCTURE = 0.5;
    private static final double[] WINDOW = hann();

    private final double[] cells;

    private LuminanceGrid(double[] cells) {
        this.cells = cells;
    }

    private static double[] hann() {
        double[] window = new double[SIZE];
        for (int i = 0; i < SIZE; i++) {
            // Strict, for the hash of an image must be the same on every machine.
            double sine = StrictMath.sin(Math.PI * (i + 0.5) / SIZE);
            window[i] = sine * sine;
        }
        return window;
    }

    static LuminanceGrid of(RgbImage image) {
        double[] cells = averages(image, PictureFrame.inside(image));
        fadeInPlace(cells);
        return new LuminanceGrid(cells);
    }

    /** The cell in column {@code x} and row {@code y}. */
    double at(int x, int y) {
        return cells[y * SIZE + x];
    }

    /** Whether there is more than one colour with noise. */
    boolean hasStructure() {
        double squares = 0;
        for (double cell : cells) {
            squares += cell * cell;
        }
        return Math.sqrt(squares / cells.length) >= LEAST_STRUCTURE;
    }

    /** Mean luminance of each cell, 0 to 255. */
    private static double[] averages(RgbImage image, Region region) {
        ResampleWeights across = ResampleWeights.of(Interpolation.AREA, region.width(), SIZE, 0, SIZE);
        ResampleWeights down = ResampleWeights.of(Interpolation.AREA, region.height(), SIZE, 0, SIZE);
        double unit = 1.0 / (1L << (2 * ResampleWeights.BITS));
        double[] cells = new double[SIZE * SIZE];
        int[] luminance = new int[region.width()];
        long[] row = new long[SIZE];
        int held = -1;
        for (int y = 0; y < SIZE; y++) {
            for (int k = 0; k < down.count(y); k++) {
                // Two cells one above the other share at most the row between them.
                if (held != down.start(y) + k) {
                    held = down.start(y) + k;
                    Luminance.row(image, region, held, luminance);
                    across(luminance, across, row);
                }
                double weight = down.weights()[down.offset(y) + k] * unit / Luminance.SCALE;
                for (int x = 0; x < SIZE; x++) {
                    cells[y * SIZE + x] += weight * row[x];
                }
            }
        }
        return cells;
    }

    private static void across(int[] luminance, ResampleWeights weights, long[] row) {
        for (int x = 0; x < SIZE; x++) {
            long sum = 0;
            int start = weights.start(x);
            int offset = weights.offset(x);
            for (int k = 0; k < weights.count(x); k++) {
                sum += (long) luminance[start + k] * weights.weights()[offset + k];
            }
            row[x] = sum;
        }
    }

    private static void fadeInPlace(double[] cells) {
        double sum = 0;
        double weights = 0;
        for (int i = 0; i < cells.length; i++) {
            double weight = WINDOW[i / SIZE] * WINDOW[i % SIZE];
            sum += weight * cells[i];
            weights += weight;
        }
        for (int i = 0; i < cells.length; i++) {
            cells[i] = (cells[i] - sum / weights) * WINDOW[i / SIZE] * WINDOW[i % SIZE];
        }
    }
}
