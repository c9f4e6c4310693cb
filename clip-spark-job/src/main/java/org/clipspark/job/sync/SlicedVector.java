package org.clipspark.job.sync;

import java.io.Serializable;
import java.util.Objects;
import org.clipspark.model.compute.FloatVector;

/** A vector in arrays of equal length, which can be longer than one Java array and travels in a broadcast. */
final class SlicedVector implements FloatVector, Serializable {
    private static final long serialVersionUID = 1;

    private final float[][] slices;
    private final int sliceFloats;
    private final long size;

    /** Zeros. */
    SlicedVector(long size, int sliceFloats) {
        this.size = size;
        this.sliceFloats = sliceFloats;
        slices = new float[Math.toIntExact((size + sliceFloats - 1) / sliceFloats)][];
        for (int i = 0; i < slices.length; i++) {
            slices[i] = new float[(int) Math.min(sliceFloats, size - (long) i * sliceFloats)];
        }
    }

    static SlicedVector copyOf(FloatVector vector, int sliceFloats) {
        SlicedVector copy = new SlicedVector(vector.size(), sliceFloats);
        for (int i = 0; i < copy.slices.length; i++) {
            vector.read((long) i * sliceFloats, copy.slices[i], 0, copy.slices[i].length);
        }
        return copy;
    }

    void copyTo(FloatVector vector) {
        for (int i = 0; i < slices.length; i++) {
            vector.write((long) i * sliceFloats, slices[i], 0, slices[i].length);
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
