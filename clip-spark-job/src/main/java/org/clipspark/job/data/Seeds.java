package org.clipspark.job.data;

/** Derives independent seeds from the run's seed. */
public final class Seeds {
    private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;

    private Seeds() {}

    /** A seed that depends on all values and on their order. */
    public static long mix(long seed, long... values) {
        long mixed = scramble(seed + GOLDEN_RATIO);
        for (long value : values) {
            mixed = scramble(mixed ^ (scramble(value) + GOLDEN_RATIO));
        }
        return mixed;
    }

    /** A seed for one of the uses of a row in an epoch, that of the first one being the row's own. */
    static long ofUse(long seed, int epoch, long row, int use) {
        return use == 0 ? mix(seed, epoch, row) : mix(seed, epoch, row, use);
    }

    // The finalizer of SplitMix64 (Steele, Lea, Flood 2014): every bit of the result depends on every bit of the input.
    private static long scramble(long value) {
        long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
