package org.clipspark.model.compute;

import java.util.HashMap;
import java.util.Map;

/**
 * Memory for the activations of one step: taken from front to back, given back all at once. It is allocated once; the
 * same sequence of requests yields the same tensors, so that a step allocates nothing. Its size is found before the
 * first step by running the step on {@link PlanningBackend}.
 */
public final class Arena {
    /** Elements between starts of tensors: 64 bytes of floats, a cache line and a vector register. */
    private static final long ALIGNMENT = 16;

    private final Backend backend;
    private final Tensor memory;
    private final Map<Window, Tensor> windows = new HashMap<>();
    private long used;
    private long peak;

    /**
     * Allocates the memory.
     *
     * @param backend whose tensors are handed out
     * @param elements capacity, in elements of the backend's floating type
     */
    public Arena(Backend backend, long elements) {
        this.backend = backend;
        this.memory = backend.allocate(backend.floatType(), Shape.of(elements));
    }

    private record Window(long offset, Shape shape) {}

    /**
     * The next tensor, with undefined contents.
     *
     * @throws IllegalStateException if the arena is too small for it
     */
    public Tensor take(Shape shape) {
        long offset = used;
        long end = offset + shape.size();
        if (end > memory.size()) {
            throw new IllegalStateException("The arena of " + memory.size() + " elements is full: " + offset
                    + " are used and " + shape + " is asked for");
        }
        used = (end + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        peak = Math.max(peak, used);
        return windows.computeIfAbsent(
                new Window(offset, shape), window -> backend.view(memory, window.offset(), window.shape()));
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
