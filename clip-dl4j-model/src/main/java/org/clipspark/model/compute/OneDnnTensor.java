package org.clipspark.model.compute;

import java.util.Objects;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A window of an ND4J buffer, seen through its address: what oneDNN and plain copies work on. */
final class OneDnnTensor implements Tensor {
    private static final int BLOCK = 4096;

    private final INDArray owner;
    private final Shape shape;
    private final ElementType elementType;
    private final FloatPointer floats;
    private final IntPointer ints;

    private OneDnnTensor(INDArray owner, long offset, Shape shape, ElementType elementType) {
        this.owner = owner;
        this.shape = shape;
        this.elementType = elementType;
        Pointer start = new BytePointer(owner.data().addressPointer()).getPointer(offset * elementType.bytes());
        this.floats = new FloatPointer(start);
        this.ints = new IntPointer(start);
    }

    static OneDnnTensor allocate(ElementType type, Shape shape) {
        DataType dataType = switch (type) {
            case FLOAT32 -> DataType.FLOAT;
            case INT32 -> DataType.INT32;
            case FLOAT64, BFLOAT16 ->
                throw new IllegalArgumentException("The onednn backend computes in FLOAT32, got " + type
                        + "; use the nd4j backend for double precision");
        };
        // ND4J has no empty buffers: an empty tensor still owns one element.
        return new OneDnnTensor(Nd4j.create(dataType, Math.max(1, shape.size())), 0, shape, type);
    }

    static OneDnnTensor of(Tensor tensor) {
        if (tensor instanceof OneDnnTensor own) {
            return own;
        }
        throw new IllegalArgumentException("Tensor " + tensor.shape() + " is not of the onednn backend");
    }

    OneDnnTensor view(long offset, Shape viewShape) {
        Objects.checkFromIndexSize(offset, viewShape.size(), size());
        long start = (floats.address() - owner.data().addressPointer().address()) / elementType.bytes();
        return new OneDnnTensor(owner, start + offset, viewShape, elementType);
    }

    @Override
    public Shape shape() {
        return shape;
    }

    @Override
    public ElementType elementType() {
        return elementType;
    }

    /** Where the elements lie; valid until the backend is closed. */
    Pointer address() {
        return floats;
    }

    /** Where element {@code offset} lies. */
    Pointer address(long offset) {
        return offset == 0 ? floats : floats.getPointer(offset);
    }

    /** Rows of the matrix whose columns are the last dimension. */
    long rows() {
        return shape.rank() == 0 || columns() == 0 ? 1 : size() / columns();
    }

    /** Last dimension. */
    long columns() {
        return shape.rank() == 0 ? 1 : shape.dimension(-1);
    }

    void read(long offset, float[] to, int toIndex, int count) {
        floats.getPointer(offset).get(to, toIndex, count);
    }

    void write(long offset, float[] from, int fromIndex, int count) {
        floats.getPointer(offset).put(from, fromIndex, count);
    }

    void read(long offset, double[] to, int toIndex, int count) {
        float[] block = new float[Math.min(BLOCK, count)];
        for (int done = 0; done < count; done += block.length) {
            int length = Math.min(block.length, count - done);
            read(offset + done, block, 0, length);
            for (int i = 0; i < length; i++) {
                to[toIndex + done + i] = block[i];
            }
        }
    }

    void write(long offset, double[] from, int fromIndex, int count) {
        float[] block = new float[Math.min(BLOCK, count)];
        for (int done = 0; done < count; done += block.length) {
            int length = Math.min(block.length, count - done);
            for (int i = 0; i < length; i++) {
                block[i] = (float) from[fromIndex + done + i];
            }
            write(offset + done, block, 0, length);
        }
    }

    void readInts(long offset, int[] to, int count) {
        ints.getPointer(offset).get(to, 0, count);
    }

    void writeInts(long offset, int[] from, int fromIndex, int count) {
        ints.getPointer(offset).put(from, fromIndex, count);
    }

    /** Copies {@code count} floats of {@code from} to this tensor. */
    void copy(long offset, OneDnnTensor from, long fromOffset, long count) {
        Pointer.memcpy(floats.getPointer(offset), from.floats.getPointer(fromOffset), count * Float.BYTES);
    }

    /** Sets {@code count} elements from {@code offset} on to zero. */
    void zero(long offset, long count) {
        Pointer.memset(floats.getPointer(offset), 0, count * Float.BYTES);
    }

    void close() {
        owner.close();
    }
}
