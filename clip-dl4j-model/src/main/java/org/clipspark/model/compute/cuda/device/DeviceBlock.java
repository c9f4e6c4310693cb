package org.clipspark.model.compute.cuda.device;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.clipspark.model.compute.ElementType;
import org.clipspark.model.compute.Shape;

/**
 * One piece of device memory, and, for floats that products read, their copies in bf16: made when a product first asks, made
 * again only after a change.
 */
final class DeviceBlock {
    private final CudaRuntime runtime;
    private final long address;
    private final long elements;
    private final ElementType elementType;
    private final Map<Window, Bf16Copy> copies = new HashMap<>();
    private int[] integers = {};
    private Optional<DeviceBlock> beside = Optional.empty();

    DeviceBlock(CudaRuntime runtime, long address, long elements, ElementType elementType) {
        this.runtime = runtime;
        this.address = address;
        this.elements = elements;
        this.elementType = elementType;
    }

    private record Window(long start, Shape shape) {}

    boolean isOf(CudaRuntime other) {
        return runtime == other;
    }

    long address() {
        runtime.requireOpen();
        return address;
    }

    CudaTensor whole(Shape shape) {
        return new CudaTensor(this, 0, shape, elementType);
    }

    /** Remembers integers that the host writes: reading them back from the device would wait for all work. */
    void remember(long start, int[] from, int fromIndex, int count) {
        if (integers.length == 0) {
            integers = new int[Math.toIntExact(elements)];
        }
        System.arraycopy(from, fromIndex, integers, Math.toIntExact(start), count);
    }

    /** The integer that the host wrote there, 0 where it wrote none. */
    int remembered(long at) {
        return integers.length == 0 ? 0 : integers[Math.toIntExact(at)];
    }

    void changing(CudaTensor tensor) {
        long start = tensor.start();
        copies.values().forEach(copy -> copy.changing(start, start + tensor.size()));
    }

    Optional<Bf16Copy> copyOf(CudaTensor tensor) {
        // Floats in a block of bf16 activations change each step: a copy that stays would be memory for nothing.
        if (elementType != ElementType.FLOAT32 || tensor.elementType() != ElementType.FLOAT32) {
            return Optional.empty();
        }
        return Optional.of(copies.computeIfAbsent(new Window(tensor.start(), tensor.shape()), this::newCopy));
    }

    private Bf16Copy newCopy(Window window) {
        DeviceBlock made = beside.orElseGet(() -> runtime.block(ElementType.BFLOAT16, Shape.of(elements)));
        beside = Optional.of(made);
        long end = window.start() + window.shape().size();
        return new Bf16Copy(window.start(), end, made.window(window.start(), window.shape()));
    }

    private CudaTensor window(long start, Shape shape) {
        return new CudaTensor(this, start * elementType.bytes(), shape, elementType);
    }

    Optional<CudaTensor> elementsBeside(CudaTensor tensor) {
        return beside.map(block -> block.window(tensor.start(), tensor.shape()));
    }

    void besideWritten(CudaTensor tensor) {
        long start = tensor.start();
        copies.values().forEach(copy -> copy.written(start, start + tensor.size()));
    }
}
