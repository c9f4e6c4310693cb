package org.clipspark.model.compute;

import org.bytedeco.javacpp.Pointer;

/** Memory for what lives within one operation; it grows to the largest request and then stays. */
final class OneDnnScratch {
    private OneDnnTensor memory = OneDnnTensor.allocate(ElementType.FLOAT32, Shape.of(1));

    /** An address with at least that many bytes behind it; what earlier requests gave is lost. */
    Pointer atLeast(long bytes) {
        return floats((bytes + Float.BYTES - 1) / Float.BYTES).address();
    }

    /** A tensor of at least that many floats. */
    OneDnnTensor floats(long count) {
        if (memory.size() < count) {
            memory.close();
            memory = OneDnnTensor.allocate(ElementType.FLOAT32, Shape.of(count));
        }
        return memory;
    }

    void close() {
        memory.close();
    }
}
