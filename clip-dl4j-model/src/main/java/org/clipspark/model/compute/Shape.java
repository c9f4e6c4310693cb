package org.clipspark.model.compute;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Dimensions of a dense row-major tensor; a rank of 0 is a single number. */
public final class Shape {
    private final long[] dimensions;

    private Shape(long[] dimensions) {
        this.dimensions = dimensions;
    }

    /**
     * A shape of the given dimensions.
     *
     * @throws IllegalArgumentException if a dimension is negative or the element count exceeds a {@code long}
     */
    public static Shape of(long... dimensions) {
        long size = 1;
        for (long dimension : dimensions) {
            if (dimension < 0) {
                throw new IllegalArgumentException("Negative dimension in shape " + Arrays.toString(dimensions));
            }
            try {
                size = Math.multiplyExact(size, dimension);
            } catch (ArithmeticException e) {
                throw new IllegalArgumentException("Too many elements in shape " + Arrays.toString(dimensions), e);
            }
        }
        return new Shape(dimensions.clone());
    }

    /** Number of dimensions. */
    public int rank() {
        return dimensions.length;
    }

    /** Dimension {@code axis}; a negative axis counts from the end. */
    public long dimension(int axis) {
        return dimensions[axis < 0 ? dimensions.length + axis : axis];
    }

    /** Number of elements. */
    public long size() {
        long size = 1;
        for (long dimension : dimensions) {
            size *= dimension;
        }
        return size;
    }

    /** A copy of the dimensions. */
    public long[] toArray() {
        return dimensions.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Shape shape && Arrays.equals(dimensions, shape.dimensions);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(dimensions);
    }

    @Override
    public String toString() {
        return Arrays.stream(dimensions).mapToObj(Long::toString).collect(Collectors.joining(", ", "[", "]"));
    }
}
