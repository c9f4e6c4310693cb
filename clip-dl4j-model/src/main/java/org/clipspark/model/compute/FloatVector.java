package org.clipspark.model.compute;

import java.util.ArrayList;
import java.util.List;
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

    /** One vector after another, sharing their memory. */
    static FloatVector concatenation(List<FloatVector> parts) {
        return new ConcatenatedVector(parts);
    }

    /** A copy on the Java heap, in arrays of moderate length. */
    static FloatVector copyOf(FloatVector vector) {
        List<FloatVector> parts = new ArrayList<>();
        for (long start = 0; start < vector.size(); start += COPY_LENGTH) {
            float[] part = new float[(int) Math.min(COPY_LENGTH, vector.size() - start)];
            vector.read(start, part, 0, part.length);
            parts.add(of(part));
        }
        return concatenation(parts);
    }

    /** Copies all elements to a vector of the same length. */
    default void copyInto(FloatVector to) {
        if (to.size() != size()) {
            throw new IllegalArgumentException("Cannot copy " + size() + " floats to a vector of " + to.size());
        }
        float[] block = new float[(int) Math.min(COPY_LENGTH, size())];
        for (long start = 0; start < size(); start += block.length) {
            int count = (int) Math.min(block.length, size() - start);
            read(start, block, 0, count);
            to.write(start, block, 0, count);
        }
    }

    /** Floats per array of a copy: large enough to be fast, small enough for any heap. */
    int COPY_LENGTH = 1 << 18;

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
