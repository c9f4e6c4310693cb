package org.clipspark.model.compute.cuda.device;

import java.nio.ShortBuffer;

/** The upper half of a float's bits, rounded to nearest, ties to even. */
final class Bfloat16 {
    private static final int HALF_BITS = 16;
    private static final int ROUND = 0x7fff;
    private static final int QUIET = 0x40;

    private Bfloat16() {}

    /** Elements {@code start} to before {@code end} of {@code to} become those of {@code from} behind {@code fromIndex}. */
    static void round(float[] from, int fromIndex, ShortBuffer to, int start, int end) {
        for (int i = start; i < end; i++) {
            to.put(i, of(from[fromIndex + i]));
        }
    }

    static short of(float value) {
        int bits = Float.floatToRawIntBits(value);
        if (Float.isNaN(value)) {
            // Rounding could carry the bits of a NaN over into those of an infinity.
            return (short) (bits >>> HALF_BITS | QUIET);
        }
        return (short) ((bits + ROUND + (bits >>> HALF_BITS & 1)) >>> HALF_BITS);
    }

    static float value(short bits) {
        return Float.intBitsToFloat(bits << HALF_BITS);
    }

    static void into(short[] values, float[] to, int toIndex) {
        for (int i = 0; i < values.length; i++) {
            to[toIndex + i] = value(values[i]);
        }
    }
}
