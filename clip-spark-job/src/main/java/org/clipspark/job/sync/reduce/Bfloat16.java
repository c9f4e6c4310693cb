package org.clipspark.job.sync.reduce;

/** The upper 16 bits of a float as a number of its own. */
final class Bfloat16 {
    private static final int DROPPED_BITS = 16;
    private static final int HALF_BELOW = 0x7fff;
    private static final short QUIET_NAN = 0x7fc0;

    private Bfloat16() {}

    /** The nearest one, of two equally near ones the even one; beyond the range infinity. */
    static short of(float value) {
        int bits = Float.floatToRawIntBits(value);
        if (Float.isNaN(value)) {
            // Rounding could carry a NaN's bits over into those of an infinity.
            return QUIET_NAN;
        }
        int odd = (bits >>> DROPPED_BITS) & 1;
        return (short) ((bits + HALF_BELOW + odd) >>> DROPPED_BITS);
    }

    static float toFloat(short value) {
        return Float.intBitsToFloat(value << DROPPED_BITS);
    }

    /**
     * Rounds values in place after adding to each what rounding took from it the last time.
     *
     * @param residual replaced by what rounding takes this time; 0 where that is no number
     */
    static void roundInPlace(float[] values, float[] residual, int count) {
        for (int i = 0; i < count; i++) {
            float wanted = values[i] + residual[i];
            values[i] = toFloat(of(wanted));
            float rest = wanted - values[i];
            residual[i] = Float.isFinite(rest) ? rest : 0;
        }
    }
}
