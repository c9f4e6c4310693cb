package org.clipspark.model.compute;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A stretch of the buffer of one ND4J array; several tensors may lie in one buffer. */
final class Nd4jTensor implements Tensor {
    private final Nd4jMemory memory;
    private final INDArray root;
    private final long start;
    private final Shape shape;
    private final ElementType elementType;
    private final INDArray matrix;

    Nd4jTensor(Nd4jMemory memory, INDArray root, long start, Shape shape, ElementType elementType) {
        this.memory = memory;
        this.root = root;
        this.start = start;
        this.shape = shape;
        this.elementType = elementType;
        this.matrix = array(Extent.rows(this), Extent.columns(this));
    }

    @Override
    public Shape shape() {
        return shape;
    }

    @Override
    public ElementType elementType() {
        return elementType;
    }

    boolean isOf(Nd4jMemory other) {
        return memory == other;
    }

    /** The same elements from {@code offset} on under another shape. */
    Nd4jTensor view(long offset, Shape viewShape) {
        return new Nd4jTensor(memory, root, start + offset, viewShape, elementType);
    }

    /** The array of the whole buffer. */
    INDArray root() {
        return root;
    }

    /** Index in the buffer of the first element. */
    long start() {
        return start;
    }

    /** These elements as {@code [rows, columns]}, sharing memory. */
    INDArray matrix() {
        return matrix;
    }

    /** The leading elements as a row-major array of the given dimensions, sharing memory. */
    INDArray array(long... dimensions) {
        long[] strides = new long[dimensions.length];
        long stride = 1;
        for (int axis = dimensions.length - 1; axis >= 0; axis--) {
            strides[axis] = stride;
            stride *= dimensions[axis];
        }
        return strided(0, dimensions, strides);
    }

    /** Elements from {@code offset} on, {@code strides} apart, sharing memory. */
    INDArray strided(long offset, long[] dimensions, long[] strides) {
        // Always from the root's buffer: ND4J does not add up the offsets of views of views.
        return Nd4j.create(root.data(), dimensions, strides, start + offset, 'c');
    }
}
