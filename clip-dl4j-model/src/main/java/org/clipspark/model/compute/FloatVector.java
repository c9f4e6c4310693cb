package org.clipspark.model.compute;

import java.util.Objects;

/**
 * A long row of floats that is read and written in slices: parameters, moments, anything that is averaged, sent or
 * saved. Its length is a {@code long}; no implementation needs one Java array of that length.
 */
public interface FloatVector {
    /** Number of floats. */
    long size();

    /** Copies {@code count} floats from {@code offset} on into {@code to}. */
    void read(long offset, float[] to, int toIndex, int count);

    /** Copies {@code count} floats of {@code from} to {@code offset} and following. */
    void write(long offset, float[] from, int fromIndex, int count);

    /** The elements of a tensor of that backend. */
    static FloatVector of(Backend backend, Tensor tensor) {
        return new FloatVector() {
            @Override
            public long size() {
                return tensor.size();
            }

            @Override
            public void read(long offset, float[] to, int toIndex, int count) {
                backend.read(tensor, offset, to, toIndex, count);
            }

            @Override
            public void write(long offset, float[] from, int fromIndex, int count) {
                backend.write(tensor, offset, from, fromIndex, count);
            }
        };
    }

    /** The elements of an array, which the caller still owns. */
    static FloatVector of(float[] values) {
        return new FloatVector() {
            @Override
            public long size() {
                return values.length;
            }

            @Override
            public void read(long offset, float[] to, int toIndex, int count) {
                System.arraycopy(values, Math.toIntExact(offset), to, toIndex, count);
            }

            @Override
            public void write(long offset, float[] from, int fromIndex, int count) {
                System.arraycopy(from, fromIndex, values, Math.toIntExact(offset), count);
            }
        };
    }

    /** The {@code size} floats of this vector from {@code start} on, sharing memory. */
    default FloatVector slice(long start, long size) {
        Objects.checkFromIndexSize(start, size, size());
        FloatVector whole = this;
        return new FloatVector() {
            @Override
            public long size() {
                return size;
            }

            @Override
            public void read(long offset, float[] to, int toIndex, int count) {
                whole.read(start + offset, to, toIndex, count);
            }

            @Override
            public void write(long offset, float[] from, int fromIndex, int count) {
                whole.write(start + offset, from, fromIndex, count);
            }
        };
    }
}
