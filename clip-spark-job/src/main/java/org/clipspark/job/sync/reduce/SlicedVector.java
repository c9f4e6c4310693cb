package org.clipspark.job.sync.reduce;

import java.util.Objects;
import org.clipspark.model.compute.FloatVector;

/** A vector on the Java heap in arrays of equal length, so that it can be longer than one of them. */
final class SlicedVector implements FloatVector {
    private final float[][] slices;
    private final int sliceFloats;
    private final long size;

    /** Zeros, in arrays of {@code sliceFloats}. */
    SlicedVector(long size, int sliceFloats) {
        this.size = size;
        this.sliceFloats = sliceFloats;
        slices = new float[Math.toIntExact((size + sliceFloats - 1) / sliceFloats)][];
        for (int i = 0; i < slices.length; i++) {
            slices[i] = new float[(int) Math.min(sliceFloats, size - (long) i * sliceFloats)];
        }
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public void read(long offset, float[] to, int toIndex, int count) {
        Objects.checkFromIndexSize(offset, count, size);
        for (int done = 0; done < count; ) {
            float[] slice = slices[(int) ((offset + done) / sliceFloats)];
            int at = (int) ((offset + done) % sliceFloats);
            int some = Math.min(count - done, slice.length - at);
            System.arraycopy(slice, at, to, toIndex + done, some);
            done += some;
        }
    }

    @Override
    public void write(long offset, float[] from, int fromIndex, int count) {
        Objects.checkFromIndexSize(offset, count, size);
        for (int done = 0; done < count; ) {
            float[] slice = slices[(int) ((offset + done) / sliceFloats)];
            int at = (int) ((offset + done) % sliceFloats);
            int some = Math.min(count - done, slice.length - at);
            System.arraycopy(from, fromIndex + done, slice, at, some);
            done += some;
        }
    }
}
