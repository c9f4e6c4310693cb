package org.clipspark.model.compute.cuda;

import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.ElementType;
import org.clipspark.model.compute.Precision;
import org.clipspark.model.compute.Shape;
import org.clipspark.model.compute.ShapeCheck;
import org.clipspark.model.compute.Tensor;
import org.clipspark.model.compute.cuda.device.CudaRuntime;
import org.clipspark.model.compute.cuda.device.CudaTensor;

/** The part of the {@code cuda} backend that is about memory: types, allocation, views, transfers. */
abstract class CudaMemory implements Backend {
    private final CudaRuntime runtime;
    private final Precision precision;
    private final CudaTransfer transfer;

    CudaMemory(CudaRuntime runtime, Precision precision) {
        this.runtime = runtime;
        this.precision = precision;
        this.transfer = new CudaTransfer(runtime);
    }

    final CudaTensor own(Tensor tensor) {
        return CudaTensor.of(runtime, tensor);
    }

    /** For what an operation writes. */
    final CudaTensor changing(Tensor tensor) {
        return own(tensor).changing();
    }

    @Override
    public String name() {
        return "cuda";
    }

    @Override
    public ElementType floatType() {
        return ElementType.FLOAT32;
    }

    @Override
    public ElementType activationType() {
        return precision == Precision.BF16 ? ElementType.BFLOAT16 : ElementType.FLOAT32;
    }

    @Override
    public Tensor allocate(ElementType type, Shape shape) {
        ShapeCheck.allocate(floatType(), activationType(), type, shape);
        return runtime.allocate(type, shape);
    }

    @Override
    public Tensor view(Tensor base, long offset, Shape shape) {
        ShapeCheck.view(base, offset, shape);
        return own(base).view(offset, shape);
    }

    @Override
    public Tensor view(Tensor base, long offset, ElementType type, Shape shape) {
        ShapeCheck.floating("view", "base", base);
        long bytes = base.elementType().bytes();
        ShapeCheck.view(base, offset, Shape.of((shape.size() * type.bytes() + bytes - 1) / bytes));
        return own(base).view(offset, type, shape);
    }

    @Override
    public void write(Tensor to, long offset, float[] from, int fromIndex, int count) {
        transfer.write(changing(to), offset, from, fromIndex, count);
    }

    @Override
    public void write(Tensor to, long offset, double[] from, int fromIndex, int count) {
        transfer.write(changing(to), offset, from, fromIndex, count);
    }

    @Override
    public void write(Tensor to, long offset, int[] from, int fromIndex, int count) {
        transfer.write(changing(to), offset, from, fromIndex, count);
    }

    @Override
    public void read(Tensor from, long offset, float[] to, int toIndex, int count) {
        transfer.read(own(from), offset, to, toIndex, count);
    }

    @Override
    public void read(Tensor from, long offset, double[] to, int toIndex, int count) {
        transfer.read(own(from), offset, to, toIndex, count);
    }
}
