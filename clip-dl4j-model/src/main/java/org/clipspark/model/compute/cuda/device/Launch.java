package org.clipspark.model.compute.cuda.device;

/** Arguments of one kernel launch, in the order of the kernel's parameters. The same object serves every launch. */
public final class Launch {
    private final ArgumentBlock arguments = new ArgumentBlock();
    private Runnable start = () -> {
        throw new IllegalStateException("A launch begins with Kernel.launch");
    };

    Launch() {}

    Launch begin(Kernel kernel, LaunchShape shape) {
        arguments.clear();
        start = () -> kernel.start(shape, arguments);
        return this;
    }

    /** A pointer to the first element. */
    public Launch tensor(CudaTensor tensor) {
        return address(tensor.address());
    }

    /** A pointer to that address on the device. */
    public Launch address(long address) {
        arguments.add(address);
        return this;
    }

    /** A null pointer. */
    public Launch nothing() {
        return address(0);
    }

    /** An {@code int}. */
    public Launch int32(int value) {
        arguments.add(value);
        return this;
    }

    /** An {@code int}, checked to be one. */
    public Launch int32(long value) {
        return int32(Math.toIntExact(value));
    }

    /** A {@code long long}. */
    public Launch int64(long value) {
        arguments.add(value);
        return this;
    }

    /** A {@code float}, rounded. */
    public Launch float32(double value) {
        arguments.add((float) value);
        return this;
    }

    /** A {@code double}. */
    public Launch float64(double value) {
        arguments.add(value);
        return this;
    }

    /** Puts the launch on the stream, behind all that was put there before. */
    public void run() {
        start.run();
    }

    void close() {
        arguments.close();
    }
}
