package org.clipspark.model.compute.cuda.device;

/** The upper half of a float's bits, rounded to nearest, ties to even. */
final class Bfloat16 {
    private static final int HALF_BITS = 16;
    private static final int ROUND = 0x7fff;
    private static final int QUIET = 0x40;

    private Bfloat16() {}

    static short[] of(float[] from, int fromIndex, int count) {
        short[] values = new short[count];
        for (int i = 0; i < count; i++) {
            values[i] = of(from[fromIndex + i]);
        }
        return values;
    }

    static short of(float value) {
        int bits = Float.floatToRawIntBits(value);
        if (value != value) {
            // Rounding could carry the bits of a NaN over into those of an infinity.
            return (short) (bits >>> HALF_BITS | QUIET);
        }
        return (short) (bits + ROUND + (bits >>> HALF_BITS & 1) >>> HALF_BITS);
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
