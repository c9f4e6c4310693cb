package org.clipspark.job.sync.reduce;

/**
 * What rounding for the wire has taken from one replica's vector so far and has yet to hand on: the error feedback that
 * keeps small changes from being lost for good. Zero at the start; one float on the Java heap for each of the vector.
 */
public final class Residual {
    /** 256 KiB: larger arrays fill whole regions of the collector and waste the rest of the last. */
    private static final int FLOATS_PER_ARRAY = 1 << 16;

    private final SlicedVector values;

    /** That of a vector of {@code size} floats. */
    public Residual(long size) {
        this.values = new SlicedVector(size, FLOATS_PER_ARRAY);
    }

    /** Number of floats. */
    public long size() {
        return values.size();
    }

    void read(long at, float[] to, int count) {
        values.read(at, to, 0, count);
    }

    /** Threads may write different stretches at once. */
    void write(long at, float[] from, int count) {
        values.write(at, from, 0, count);
    }
}
