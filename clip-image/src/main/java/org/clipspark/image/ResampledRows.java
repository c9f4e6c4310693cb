package org.clipspark.image;

import java.util.Arrays;

/**
 * Rows of an image after the horizontal pass, computed when first asked for. Only as many are held as one output row
 * needs, so that the memory of a resize does not grow with the height of the image.
 */
final class ResampledRows {
    private static final long HALVES = (1L << (ResampleWeights.BITS - 1)) | (1L << (ResampleWeights.BITS + 31));

    private final RgbImage image;
    private final Region from;
    private final ResampleWeights weights;
    private final int[][] rows;
    private final int[] held;
    private final int[] unused;
    private final long[] pairs;
    private final int firstColumn;

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
        // One more: rows come in pairs, and the second of the last pair must not displace the first that is needed.
        rows = new int[capacity + 1][weights.outputs() * RgbImage.CHANNELS];
        held = new int[capacity + 1];
        unused = new int[weights.outputs() * RgbImage.CHANNELS];
        firstColumn = weights.start(0);
        int last = weights.outputs() - 1;
        pairs = new long[(weights.start(last) + weights.count(last) - firstColumn) * RgbImage.CHANNELS];
        Arrays.fill(held, -1);
    }

    /** Row {@code y} of the region: {@code [columns][3]} values 0 to 255, valid until {@code capacity} rows later. */
    int[] row(int y) {
        int slot = y % rows.length;
        if (held[slot] != y) {
            int upper = y & ~1;
            int lower = upper + 1;
            packRows(upper, Math.min(lower, from.height() - 1));
            resample(claim(upper), lower < from.height() ? claim(lower) : unused);
        }
        return rows[slot];
    }

    private int[] claim(int y) {
        int slot = y % rows.length;
        held[slot] = y;
        return rows[slot];
    }

    private void packRows(int upper, int lower) {
        byte[] pixels = image.pixels();
        int left = from.left() + firstColumn;
        int first = ((from.top() + upper) * image.width() + left) * RgbImage.CHANNELS;
        int second = ((from.top() + lower) * image.width() + left) * RgbImage.CHANNELS;
        for (int i = 0; i < pairs.length; i++) {
            pairs[i] = (pixels[first + i] & 0xff) | ((pixels[second + i] & 0xffL) << 32);
        }
    }

    // Two rows share one 64-bit multiplication: the weighted sums stay below 2^31 in size, so each half is exact once
    // the sign of the lower one has been taken out of the upper one.
    private void resample(int[] upper, int[] lower) {
        int[] factors = weights.weights();
        for (int x = 0; x < weights.outputs(); x++) {
            long red = HALVES;
            long green = HALVES;
            long blue = HALVES;
            int at = (weights.start(x) - firstColumn) * RgbImage.CHANNELS;
            int offset = weights.offset(x);
            for (int k = offset; k < offset + weights.count(x); k++) {
                long factor = factors[k];
                red += pairs[at] * factor;
                green += pairs[at + 1] * factor;
                blue += pairs[at + 2] * factor;
                at += RgbImage.CHANNELS;
            }
            store(red, upper, lower, 3 * x);
            store(green, upper, lower, 3 * x + 1);
            store(blue, upper, lower, 3 * x + 2);
        }
    }

    private static void store(long sums, int[] upper, int[] lower, int at) {
        int first = (int) sums;
        upper[at] = clip(first);
        lower[at] = clip((int) ((sums - first) >> 32));
    }

    /** A fixed-point sum, already rounded, as a sample. */
    static int clip(int sum) {
        return Math.max(0, Math.min(255, sum >> ResampleWeights.BITS));
    }
}
