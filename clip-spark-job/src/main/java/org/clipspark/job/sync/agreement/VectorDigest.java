package org.clipspark.job.sync.agreement;

import org.clipspark.model.compute.FloatVector;

/**
 * What one pass over a vector tells about it.
 *
 * @param norm Euclidean norm in double precision; not finite if an element is not
 * @param fingerprint of the bits and their places: different vectors have the same one with a chance of about 2^-64
 */
public record VectorDigest(double norm, long fingerprint) {
    /** Odd, so that a change of one element always changes the sum; the fraction of the golden ratio. */
    private static final long STRIDE = 0x9E3779B97F4A7C15L;

    private static final long FIRST_MIX = 0xBF58476D1CE4E5B9L;
    private static final long SECOND_MIX = 0x94D049BB133111EBL;

    /** Reads a vector once. */
    public static VectorDigest of(FloatVector vector) {
        float[] block = new float[(int) Math.min(FloatVector.COPY_LENGTH, vector.size())];
        double squares = 0;
        long sum = 0;
        for (long at = 0; at < vector.size(); at += block.length) {
            int count = (int) Math.min(block.length, vector.size() - at);
            vector.read(at, block, 0, count);
            squares += squares(block, count);
            sum = sum * STRIDE + bits(block, count);
        }
        return new VectorDigest(Math.sqrt(squares), mixed(sum));
    }

    /** Four sums at a time: one alone would wait for each addition. */
    private static double squares(float[] values, int count) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int i = 0;
        for (; i + 3 < count; i += 4) {
            a += (double) values[i] * values[i];
            b += (double) values[i + 1] * values[i + 1];
            c += (double) values[i + 2] * values[i + 2];
            d += (double) values[i + 3] * values[i + 3];
        }
        for (; i < count; i++) {
            a += (double) values[i] * values[i];
        }
        return a + b + (c + d);
    }

    /** Polynomials of the bits, four side by side for the same reason; odd factors make them one-to-one in each element. */
    private static long bits(float[] values, int count) {
        long a = 0;
        long b = 0;
        long c = 0;
        long d = 0;
        int i = 0;
        for (; i + 3 < count; i += 4) {
            a = a * STRIDE + Float.floatToRawIntBits(values[i]);
            b = b * STRIDE + Float.floatToRawIntBits(values[i + 1]);
            c = c * STRIDE + Float.floatToRawIntBits(values[i + 2]);
            d = d * STRIDE + Float.floatToRawIntBits(values[i + 3]);
        }
        for (; i < count; i++) {
            a = a * STRIDE + Float.floatToRawIntBits(values[i]);
        }
        return ((a * FIRST_MIX + b) * SECOND_MIX + c) * FIRST_MIX + d;
    }

    /** The finalizer of SplitMix64 (Steele, Lea and Flood 2014). */
    private static long mixed(long sum) {
        long first = (sum ^ (sum >>> 30)) * FIRST_MIX;
        long second = (first ^ (first >>> 27)) * SECOND_MIX;
        return second ^ (second >>> 31);
    }
}
