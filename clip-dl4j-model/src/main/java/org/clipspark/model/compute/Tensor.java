package org.clipspark.model.compute;

/**
 * A shape, an element type and memory that only the {@link Backend} that made it can read. A tensor is either
 * allocated ({@link Backend#allocate}) or a view of another one ({@link Backend#view}); memory belongs to the backend
 * and lives until it is closed.
 */
public interface Tensor {
    /** Dimensions, row-major. */
    Shape shape();

    /** Type of each element. */
    ElementType elementType();

    /** Number of elements. */
    default long size() {
        return shape().size();
    }
}
