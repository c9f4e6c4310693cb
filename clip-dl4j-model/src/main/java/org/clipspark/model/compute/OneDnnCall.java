package org.clipspark.model.compute;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCRATCHPAD;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_set_data_handle;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_execute;
import static org.bytedeco.dnnl.global.dnnl.dnnl_success;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.dnnl_exec_arg_t;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/**
 * A oneDNN primitive with its memory descriptors, made once per shape; running it only exchanges addresses, so that a
 * step allocates nothing.
 */
final class OneDnnCall {
    private static final Pointer PLACEHOLDER = new BytePointer(1);

    private final primitive operation;
    private final memory[] memories;
    private final dnnl_exec_arg_t arguments;
    private final long scratchBytes;

    private OneDnnCall(primitive operation, memory[] memories, dnnl_exec_arg_t arguments, long scratchBytes) {
        this.operation = operation;
        this.memories = memories;
        this.arguments = arguments;
        this.scratchBytes = scratchBytes;
    }

    /** Bytes that {@link Builder#sharedScratchpad} asked for. */
    long scratchBytes() {
        return scratchBytes;
    }

    /** Binds argument numbers of a primitive to memory descriptors. */
    static final class Builder {
        private final engine cpu;
        private final List<Integer> numbers = new ArrayList<>();
        private final List<memory> memories = new ArrayList<>();
        private long scratchBytes;

        Builder(engine cpu) {
            this.cpu = cpu;
        }

        Builder argument(int number, memory.desc descriptor) {
            numbers.add(number);
            // Without a handle oneDNN would allocate the memory; run() sets the real one.
            memories.add(new memory(descriptor, cpu, PLACEHOLDER));
            return this;
        }

        /** The last argument: the scratchpad of a primitive that has none of its own. */
        Builder sharedScratchpad(memory.desc descriptor) {
            scratchBytes = descriptor.get_size();
            return scratchBytes > 0 ? argument(DNNL_ARG_SCRATCHPAD, descriptor) : this;
        }

        OneDnnCall build(primitive operation) {
            dnnl_exec_arg_t arguments = new dnnl_exec_arg_t(numbers.size());
            for (int i = 0; i < numbers.size(); i++) {
                arguments
                        .getPointer(i)
                        .arg(numbers.get(i))
                        .memory(memories.get(i).get());
            }
            return new OneDnnCall(operation, memories.toArray(memory[]::new), arguments, scratchBytes);
        }
    }

    /** Runs on these addresses, in the order in which the arguments were added; the scratchpad is not among them. */
    void run(stream queue, Pointer scratchpad, Pointer... addresses) {
        for (int i = 0; i < addresses.length; i++) {
            check(dnnl_memory_set_data_handle(memories[i].get(), addresses[i]), "set_data_handle");
        }
        if (scratchBytes > 0) {
            check(dnnl_memory_set_data_handle(memories[memories.length - 1].get(), scratchpad), "set_data_handle");
        }
        check(dnnl_primitive_execute(operation.get(), queue.get(), memories.length, arguments), "execute");
    }

    private static void check(int status, String what) {
        if (status != dnnl_success) {
            throw new IllegalStateException("oneDNN " + what + " failed with status " + status);
        }
    }
}
