package org.clipspark.model.compute;

import static org.bytedeco.dnnl.global.dnnl.dnnl_scratchpad_mode_user;
import static org.bytedeco.dnnl.global.dnnl.dnnl_stream_wait;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/** oneDNN's engine and stream of one replica, and the calls made so far, by operation and shape. */
final class OneDnnRuntime {
    private final int threads;
    private final engine cpu;
    private final stream queue;
    // One for all calls: with one of its own in each, new shapes would take memory as long as they come.
    private final OneDnnScratch scratchpad = new OneDnnScratch();
    private final Map<Key, OneDnnCall> calls = new HashMap<>();
    private long boundThread = -1;

    OneDnnRuntime(int threads) {
        // ND4J first: its natives bring the OpenMP runtime that oneDNN shares.
        Nd4j.create(1);
        this.threads = threads;
        this.cpu = new engine(org.bytedeco.dnnl.engine.kind.cpu, 0);
        this.queue = new stream(cpu);
    }

    /** Operation and shape numbers; a class because a record would compare the array by identity. */
    private static final class Key {
        private final String operation;
        private final long[] numbers;

        Key(String operation, long[] numbers) {
            this.operation = operation;
            this.numbers = numbers;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Key key && operation.equals(key.operation) && Arrays.equals(numbers, key.numbers);
        }

        @Override
        public int hashCode() {
            return 31 * operation.hashCode() + Arrays.hashCode(numbers);
        }
    }

    /** For descriptors: oneDNN plans a primitive for the thread count that holds when its descriptor is made. */
    engine engine() {
        bindThreads();
        return cpu;
    }

    /** Runs the call for these shape numbers, making it the first time. */
    void run(String operation, long[] numbers, Supplier<OneDnnCall> make, Pointer... addresses) {
        Key key = new Key(operation, numbers);
        OneDnnCall call = calls.get(key);
        if (call == null) {
            call = make.get();
            calls.put(key, call);
            returnFreedMemory();
        }
        run(call, addresses);
    }

    /**
     * Making a primitive takes and frees a multiple of what it keeps, in blocks that glibc does not give back by itself:
     * 140 MiB after the 210 primitives of a ViT-B-32 on captions of many lengths.
     */
    private static void returnFreedMemory() {
        Pointer.trimMemory();
    }

    /** Kernels kept so far. */
    int prepared() {
        return calls.size();
    }

    /** Runs a call that its operation keeps. */
    void run(OneDnnCall call, Pointer... addresses) {
        bindThreads();
        call.run(queue, scratchpad.atLeast(call.scratchBytes()), addresses);
        dnnl_stream_wait(queue.get());
    }

    /** OpenMP's thread count belongs to the calling thread, and Spark hands a replica to a new thread per stage. */
    private void bindThreads() {
        long current = Thread.currentThread().getId();
        if (current != boundThread) {
            NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(threads);
            boundThread = current;
        }
    }

    /**
     * Attributes of a primitive that works in the scratchpad all calls share. oneDNN's own belongs to the thread that
     * made the primitive, and a replica changes threads.
     */
    static primitive_attr sharingScratchpad() {
        primitive_attr attributes = new primitive_attr();
        attributes.set_scratchpad_mode(dnnl_scratchpad_mode_user);
        return attributes;
    }

    OneDnnCall.Builder call() {
        return new OneDnnCall.Builder(cpu);
    }

    /** Row-major descriptor. */
    static memory.desc rowMajor(long... dimensions) {
        long[] strides = new long[dimensions.length];
        long stride = 1;
        for (int i = dimensions.length - 1; i >= 0; i--) {
            strides[i] = stride;
            stride *= dimensions[i];
        }
        return strided(dimensions, strides);
    }

    /** Descriptor of a matrix, or of one whose transpose lies row-major. */
    static memory.desc matrix(long rows, long columns, Transpose transpose) {
        return transpose == Transpose.NO
                ? rowMajor(rows, columns)
                : strided(new long[] {rows, columns}, new long[] {1, rows});
    }

    /** Descriptor with explicit strides, in elements. */
    static memory.desc strided(long[] dimensions, long[] strides) {
        return new memory.desc(dimensions, memory.data_type.f32, strides);
    }

    /** Descriptor of feature maps {@code [B*H*W, C]}, in oneDNN's order of dimensions. */
    static memory.desc maps(MapShape shape) {
        long channels = shape.channels();
        long line = shape.width() * channels;
        return strided(
                new long[] {shape.batch(), channels, shape.height(), shape.width()},
                new long[] {shape.height() * line, 1, line, channels});
    }

    /** Descriptor whose layout oneDNN chooses. */
    static memory.desc chosen(long... dimensions) {
        return new memory.desc(dimensions, memory.data_type.f32, memory.format_tag.any);
    }

    void close() {
        calls.clear();
        scratchpad.close();
        queue.close();
        cpu.close();
    }
}
