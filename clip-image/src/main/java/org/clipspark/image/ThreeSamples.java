package org.clipspark.image;

/**
 * The horizontal pass where no output is made of more than three samples, as in most shrinking by area means: a row at a
 * time and without a loop over the samples, which would take longer than the sums.
 */
final class ThreeSamples {
    private static final int MOST = 3;
    private static final int HALF = 1 << (ResampleWeights.BITS - 1);

    private final int[] starts;
    private final int[] first;
    private final int[] second;
    private final int[] third;

    /**
     * Spreads weights over three samples each; those that do not count weigh nothing.
     *
     * @param width samples of a row, at least 3
     */
    ThreeSamples(ResampleWeights weights, int width) {
        int outputs = weights.outputs();
        starts = new int[outputs];
        first = new int[outputs];
        second = new int[outputs];
        third = new int[outputs];
        for (int x = 0; x < outputs; x++) {
            // The last outputs begin earlier, so that all three samples are within the row.
            int start = Math.min(weights.start(x), width - MOST);
            starts[x] = start * RgbImage.CHANNELS;
            int[] three = new int[MOST];
            System.arraycopy(weights.weights(), weights.offset(x), three, weights.start(x) - start, weights.count(x));
            first[x] = three[0];
            second[x] = three[1];
            third[x] = three[2];
        }
    }

    /** Whether three samples are enough. */
    static boolean suffice(ResampleWeights weights, int width) {
        return weights.maxCount() <= MOST && width >= MOST;
    }

    /** Fixed-point sums of the row whose first sample has that index. */
    void resample(byte[] pixels, int row, int[] sums) {
        for (int x = 0; x < starts.length; x++) {
            int at = row + starts[x];
            int a = first[x];
            int b = second[x];
            int c = third[x];
            int to = RgbImage.CHANNELS * x;
            sums[to] = HALF + (pixels[at] & 0xff) * a + (pixels[at + 3] & 0xff) * b + (pixels[at + 6] & 0xff) * c;
            sums[to + 1] =
                    HALF + (pixels[at + 1] & 0xff) * a + (pixels[at + 4] & 0xff) * b + (pixels[at + 7] & 0xff) * c;
            sums[to + 2] =
                    HALF + (pixels[at + 2] & 0xff) * a + (pixels[at + 5] & 0xff) * b + (pixels[at + 8] & 0xff) * c;
        }
    }
}
