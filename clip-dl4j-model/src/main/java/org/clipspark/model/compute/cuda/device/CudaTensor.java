package org.clipspark.model.compute.cuda.device;

import java.util.Objects;
import java.util.Optional;
import org.clipspark.model.compute.ElementType;
import org.clipspark.model.compute.Shape;
import org.clipspark.model.compute.Tensor;

/** A window of a block of a card's memory. */
public final class CudaTensor implements Tensor {
    private final DeviceBlock block;
    private final long startBytes;
    private final Shape shape;
    private final ElementType elementType;
    private final long columns;

    CudaTensor(DeviceBlock block, long startBytes, Shape shape, ElementType elementType) {
        this.block = block;
        this.startBytes = startBytes;
        this.shape = shape;
        this.elementType = elementType;
        this.columns = shape.rank() == 0 ? 1 : shape.dimension(-1);
    }

    /**
     * The tensor as one of that runtime.
     *
     * @throws IllegalArgumentException if another backend made it
     */
    public static CudaTensor of(CudaRuntime runtime, Tensor tensor) {
        if (tensor instanceof CudaTensor own && own.block.isOf(runtime)) {
            return own;
        }
        throw new IllegalArgumentException("The tensor " + tensor.shape() + " belongs to another backend");
    }

    /** The {@code viewShape.size()} elements from element {@code offset} on. */
    public CudaTensor view(long offset, Shape viewShape) {
        Objects.checkFromIndexSize(offset, viewShape.size(), size());
        return new CudaTensor(block, startBytes + offset * elementType.bytes(), viewShape, elementType);
    }

    /** The memory from element {@code offset} on, read as elements of another type. */
    public CudaTensor view(long offset, ElementType type, Shape viewShape) {
        long start = startBytes + offset * elementType.bytes();
        Objects.checkFromIndexSize(start, viewShape.size() * type.bytes(), startBytes + bytes());
        return new CudaTensor(block, start, viewShape, type);
    }

    @Override
    public Shape shape() {
        return shape;
    }

    @Override
    public ElementType elementType() {
        return elementType;
    }

    /** Where the first element lies on the device. */
    public long address() {
        return block.address() + startBytes;
    }

    /** Rows of the matrix whose columns are the last dimension. */
    public long rows() {
        return size() / columns;
    }

    /** Last dimension. */
    public long columns() {
        return columns;
    }

    /** Length in bytes. */
    public long bytes() {
        return size() * elementType.bytes();
    }

    /** Elements of this type before it in its block. */
    long start() {
        return startBytes / elementType.bytes();
    }

    /** Element {@code at} of integers that the host wrote, without asking the device. */
    public int integer(long at) {
        return block.remembered(start() + at);
    }

    /** Notes that the integers of another tensor of this size are copied to this one. */
    public void rememberFrom(CudaTensor from) {
        int[] values = new int[Math.toIntExact(size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = from.integer(i);
        }
        remember(0, values, 0, values.length);
    }

    void remember(long offset, int[] from, int fromIndex, int count) {
        block.remember(start() + offset, from, fromIndex, count);
    }

    /** Notes that an operation is about to change it: copies in lower precision are out of date. */
    public CudaTensor changing() {
        block.changing(this);
        return this;
    }

    /** Its copy in bf16, if its block is of floats that are kept between steps. */
    public Optional<Bf16Copy> copy() {
        return block.copyOf(this);
    }

    /** The bf16 elements beside these, to be written along with them, if any copy of its block was asked for so far. */
    public Optional<CudaTensor> elementsBeside() {
        return block.elementsBeside(this);
    }

    /** Notes that {@link #elementsBeside} holds what this tensor holds. */
    public void besideWritten() {
        block.besideWritten(this);
    }
}
