package org.clipspark.model.compute;

import java.util.HashMap;
import java.util.Map;

/**
 * Memory for the activations of one step: taken from front to back, given back all at once. It is allocated once; the
 * same sequence of requests yields the same tensors, so that a step allocates nothing. Its size is found before the
 * first step by running the step on {@link PlanningBackend}.
 */
public final class Arena {
    /** Least elements between starts of tensors: 64 bytes of floats, a cache line and a vector register. */
    private static final long ALIGNMENT = 16;

    private static final int ALIGNMENT_BYTES = 64;

    private final Backend backend;
    private final Tensor memory;
    private final long alignment;
    private final Map<Window, Tensor> windows = new HashMap<>();
    private long used;
    private long peak;

    /**
     * Allocates the memory.
     *
     * @param backend whose tensors are handed out
     * @param elements capacity, in elements of the backend's type of activations
     */
    public Arena(Backend backend, long elements) {
        this.backend = backend;
        this.memory = backend.allocate(backend.activationType(), Shape.of(elements));
        this.alignment =
                Math.max(ALIGNMENT, ALIGNMENT_BYTES / backend.activationType().bytes());
    }

    private record Window(long offset, ElementType type, Shape shape) {}

    /**
     * The next tensor, of activations, with undefined contents.
     *
     * @throws IllegalStateException if the arena is too small for it
     */
    public Tensor take(Shape shape) {
        return take(backend.activationType(), shape);
    }

    /** The next tensor of the backend's floating type: statistics, losses, gradients of parameters. */
    public Tensor takeFloats(Shape shape) {
        return take(backend.floatType(), shape);
    }

    /** The next tensor of the backend's floating type and these dimensions. */
    public Tensor takeFloats(long... dimensions) {
        return takeFloats(Shape.of(dimensions));
    }

    private Tensor take(ElementType type, Shape shape) {
        long offset = used;
        long end = offset + elements(type, shape);
        if (end > memory.size()) {
            throw new IllegalStateException("The arena of " + memory.size() + " elements is full: " + offset
                    + " are used and " + shape + " is asked for");
        }
        used = (end + alignment - 1) / alignment * alignment;
        peak = Math.max(peak, used);
        return windows.computeIfAbsent(
                new Window(offset, type, shape),
                window -> backend.view(memory, window.offset(), window.type(), window.shape()));
    }

    private long elements(ElementType type, Shape shape) {
        int own = memory.elementType().bytes();
        return type.bytes() == own ? shape.size() : (shape.size() * type.bytes() + own - 1) / own;
    }

    /** The next tensor of these dimensions. */
    public Tensor take(long... dimensions) {
        return take(Shape.of(dimensions));
    }

    /** A position to {@link #release} to: what is taken after it is temporary. */
    public long mark() {
        return used;
    }

    /** Gives back everything taken since that mark. */
    public void release(long mark) {
        used = mark;
    }

    /** Elements that it has room for. */
    public long capacity() {
        return memory.size();
    }

    /** Most elements that were in use at once. */
    public long peak() {
        return peak;
    }
}
