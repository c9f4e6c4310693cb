package org.clipspark.image;

import java.util.Arrays;

/**
 * Rows of an image after the horizontal pass, computed when first asked for. Only as many are held as one output row
 * needs, so that the memory of a resize does not grow with the height of the image.
 */
final class ResampledRows {
    private static final int HALF = 1 << (ResampleWeights.BITS - 1);

    private final RgbImage image;
    private final Region from;
    private final ResampleWeights weights;
    private final int[][] rows;
    private final int[] held;

    /**
     * Prepares; computes nothing yet.
     *
     * @param from the part of the image that is resized
     * @param weights of the wanted columns
     * @param capacity number of successive rows that are needed at the same time
     */
    ResampledRows(RgbImage image, Region from, ResampleWeights weights, int capacity) {
        this.image = image;
        this.from = from;
        this.weights = weights;
        rows = new int[capacity][weights.outputs() * RgbImage.CHANNELS];
        held = new int[capacity];
        Arrays.fill(held, -1);
    }

    /** Row {@code y} of the region: {@code [columns][3]} values 0 to 255, valid until {@code capacity} rows later. */
    int[] row(int y) {
        int slot = y % rows.length;
        if (held[slot] != y) {
            compute(y, rows[slot]);
            held[slot] = y;
        }
        return rows[slot];
    }

    private void compute(int y, int[] row) {
        byte[] pixels = image.pixels();
        int[] factors = weights.weights();
        int start = ((from.top() + y) * image.width() + from.left()) * RgbImage.CHANNELS;
        for (int x = 0; x < weights.outputs(); x++) {
            int red = HALF;
            int green = HALF;
            int blue = HALF;
            int at = start + weights.start(x) * RgbImage.CHANNELS;
            int offset = weights.offset(x);
            for (int k = offset; k < offset + weights.count(x); k++) {
                int factor = factors[k];
                red += (pixels[at] & 0xff) * factor;
                green += (pixels[at + 1] & 0xff) * factor;
                blue += (pixels[at + 2] & 0xff) * factor;
                at += RgbImage.CHANNELS;
            }
            row[3 * x] = clip(red);
            row[3 * x + 1] = clip(green);
            row[3 * x + 2] = clip(blue);
        }
    }

    /** A fixed-point sum, already rounded, as a sample. */
    static int clip(int sum) {
        return Math.max(0, Math.min(255, sum >> ResampleWeights.BITS));
    }
}
