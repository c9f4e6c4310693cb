package org.clipspark.model.compute.cuda.device;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/** Native memory for the arguments of a launch, made once: eight bytes each, and the table of their addresses. */
final class ArgumentBlock {
    private static final int MOST = 48;

    private final BytePointer values = new BytePointer((long) MOST * Long.BYTES);
    private final PointerPointer<Pointer> table = new PointerPointer<>(MOST);
    private final PointerPointer<Pointer> noExtra = new PointerPointer<>();
    private int count;

    ArgumentBlock() {
        for (int i = 0; i < MOST; i++) {
            table.put(i, values.getPointer((long) i * Long.BYTES));
        }
    }

    void clear() {
        count = 0;
    }

    void add(long value) {
        values.putLong(next(), value);
    }

    void add(int value) {
        values.putInt(next(), value);
    }

    void add(float value) {
        values.putFloat(next(), value);
    }

    void add(double value) {
        values.putDouble(next(), value);
    }

    private long next() {
        if (count == MOST) {
            throw new IllegalStateException("A kernel has at most " + MOST + " arguments");
        }
        return (long) Long.BYTES * count++;
    }

    PointerPointer<Pointer> table() {
        return table;
    }

    PointerPointer<Pointer> noExtra() {
        return noExtra;
    }

    void close() {
        table.close();
        values.close();
    }
}
