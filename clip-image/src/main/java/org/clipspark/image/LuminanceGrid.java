package org.clipspark.image;

import java.util.Arrays;

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

    /** Mean luminance of each cell, 0 to 255. Rows come first: their loop is long and plain. */
    private static double[] averages(RgbImage image, Region region) {
        ResampleWeights across = ResampleWeights.of(Interpolation.AREA, region.width(), SIZE, 0, SIZE);
        ResampleWeights down = ResampleWeights.of(Interpolation.AREA, region.height(), SIZE, 0, SIZE);
        double[] cells = new double[SIZE * SIZE];
        int[] sums = new int[region.width() * RgbImage.CHANNELS];
        for (int y = 0; y < SIZE; y++) {
            Arrays.fill(sums, 0);
            for (int k = 0; k < down.count(y); k++) {
                int row = region.top() + down.start(y) + k;
                int first = (row * image.width() + region.left()) * RgbImage.CHANNELS;
                add(image.pixels(), first, down.weights()[down.offset(y) + k], sums);
            }
            for (int x = 0; x < SIZE; x++) {
                cells[y * SIZE + x] = luminance(sums, across, x);
            }
        }
        return cells;
    }

    private static void add(byte[] pixels, int first, int weight, int[] sums) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += (pixels[first + i] & 0xff) * weight;
        }
    }

    /** Below 2^61 until it is divided, so that sums are exact and mirrored images have mirrored cells. */
    private static double luminance(int[] sums, ResampleWeights across, int x) {
        long sum = 0;
        int offset = across.offset(x);
        int at = across.start(x) * RgbImage.CHANNELS;
        for (int k = 0; k < across.count(x); k++) {
            sum += Luminance.of(sums[at], sums[at + 1], sums[at + 2]) * across.weights()[offset + k];
            at += RgbImage.CHANNELS;
        }
        return sum / (double) (1L << (2 * ResampleWeights.BITS)) / Luminance.SCALE;
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
