package org.clipspark.model.compute.cuda.device;

/** The bf16 copy of a window of floats, and whether it holds what they hold. */
public final class Bf16Copy {
    private final long from;
    private final long to;
    private final CudaTensor elements;
    private boolean current;

    Bf16Copy(long from, long to, CudaTensor elements) {
        this.from = from;
        this.to = to;
        this.elements = elements;
    }

    /** Where it lies. */
    public CudaTensor elements() {
        return elements;
    }

    /** Whether it holds what the floats hold. */
    public boolean isCurrent() {
        return current;
    }

    /** Notes that it was written. */
    public void written() {
        current = true;
    }

    /** Notes that floats from {@code start} to {@code end} change. */
    void changing(long start, long end) {
        if (start < to && from < end) {
            current = false;
        }
    }

    /** Notes that copies of the floats from {@code start} to {@code end} were written. */
    void written(long start, long end) {
        if (start <= from && to <= end) {
            current = true;
        }
    }
}
