package org.clipspark.image;

import java.util.Arrays;

/**
 * Rows of an image after the horizontal pass, computed when first asked for. Only as many are held as one output row
 * needs, so that the memory of a resize does not grow with the height of the image.
 */
final class ResampledRows {
    private static final long HALVES = (1L << (ResampleWeights.BITS - 1)) | (1L << (ResampleWeights.BITS + 31));

    private static final int GROUP = 4;

    private final RgbImage image;
    private final Region from;
    private final ResampleWeights weights;
    private final int[][] rows;
    private final int[] held;
    private final int[] unused;
    private final long[] upperPairs;
    private final long[] lowerPairs;
    private final int firstColumn;
    private final boolean hasThree;
    private final ThreeSamples three;

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
        // Some more: rows come in groups, and the last of a group must not displace the first that is still needed.
        rows = new int[capacity + GROUP - 1][weights.outputs() * RgbImage.CHANNELS];
        held = new int[rows.length];
        unused = new int[weights.outputs() * RgbImage.CHANNELS];
        firstColumn = weights.start(0);
        int last = weights.outputs() - 1;
        int samples = (weights.start(last) + weights.count(last) - firstColumn) * RgbImage.CHANNELS;
        upperPairs = new long[samples];
        lowerPairs = new long[samples];
        Arrays.fill(held, -1);
        hasThree = ThreeSamples.suffice(weights, from.width());
        three = new ThreeSamples(hasThree ? weights : weights.none(), from.width());
    }

    /** Row {@code y} of the region: {@code [columns][3]} values 0 to 255, valid until {@code capacity} rows later. */
    int[] row(int y) {
        int slot = y % rows.length;
        if (held[slot] != y && hasThree) {
            held[slot] = y;
            int start = ((from.top() + y) * image.width() + from.left()) * RgbImage.CHANNELS;
            three.resample(image.pixels(), start, rows[slot]);
            clip(rows[slot]);
        } else if (held[slot] != y) {
            int first = y - y % GROUP;
            pack(first, first + 1, upperPairs);
            pack(first + 2, first + 3, lowerPairs);
            resample(claim(first), claim(first + 1), claim(first + 2), claim(first + 3));
        }
        return rows[slot];
    }

    private int[] claim(int y) {
        if (y >= from.height()) {
            return unused;
        }
        int slot = y % rows.length;
        held[slot] = y;
        return rows[slot];
    }

    private void pack(int upper, int lower, long[] pairs) {
        byte[] pixels = image.pixels();
        int first = index(upper);
        int second = index(lower);
        for (int i = 0; i < pairs.length; i++) {
            pairs[i] = (pixels[first + i] & 0xff) | ((pixels[second + i] & 0xffL) << 32);
        }
    }

    /** Index of the first sample that counts; what stands for rows behind the last one is of no account. */
    private int index(int y) {
        int row = from.top() + Math.min(y, from.height() - 1);
        return (row * image.width() + from.left() + firstColumn) * RgbImage.CHANNELS;
    }

    // Two rows share one 64-bit multiplication: the weighted sums stay below 2^31 in size, so each half is exact once
    // the sign of the lower one has been taken out of the upper one. Two such pairs share each weight.
    private void resample(int[] first, int[] second, int[] third, int[] fourth) {
        int[] factors = weights.weights();
        for (int x = 0; x < weights.outputs(); x++) {
            long red = HALVES;
            long green = HALVES;
            long blue = HALVES;
            long lowerRed = HALVES;
            long lowerGreen = HALVES;
            long lowerBlue = HALVES;
            int at = (weights.start(x) - firstColumn) * RgbImage.CHANNELS;
            int end = weights.offset(x) + weights.count(x);
            for (int k = weights.offset(x); k < end; k++) {
                long factor = factors[k];
                red += upperPairs[at] * factor;
                green += upperPairs[at + 1] * factor;
                blue += upperPairs[at + 2] * factor;
                lowerRed += lowerPairs[at] * factor;
                lowerGreen += lowerPairs[at + 1] * factor;
                lowerBlue += lowerPairs[at + 2] * factor;
                at += RgbImage.CHANNELS;
            }
            store(red, green, blue, first, second, 3 * x);
            store(lowerRed, lowerGreen, lowerBlue, third, fourth, 3 * x);
        }
    }

    private static void store(long red, long green, long blue, int[] upper, int[] lower, int at) {
        store(red, upper, lower, at);
        store(green, upper, lower, at + 1);
        store(blue, upper, lower, at + 2);
    }

    private static void store(long sums, int[] upper, int[] lower, int at) {
        int first = (int) sums;
        upper[at] = clip(first);
        lower[at] = clip((int) ((sums - first) >> 32));
    }

    /** A loop of its own, which the compiler turns into vector instructions. */
    private static void clip(int[] sums) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] = clip(sums[i]);
        }
    }

    /** A fixed-point sum, already rounded, as a sample. */
    static int clip(int sum) {
        return Math.max(0, Math.min(255, sum >> ResampleWeights.BITS));
    }
}
