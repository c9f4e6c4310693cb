package org.clipspark.model.compute.cuda.device;

import org.bytedeco.cuda.cudart.CUfunc_st;
import org.bytedeco.cuda.global.cudart;

/** One kernel. */
public final class Kernel {
    /** Shared memory that every kernel may have without asking. */
    private static final int FREE_SHARED = 48 << 10;

    private final CudaRuntime runtime;
    private final String name;
    private final CUfunc_st function;
    private int allowedShared = FREE_SHARED;

    Kernel(CudaRuntime runtime, String name, CUfunc_st function) {
        this.runtime = runtime;
        this.name = name;
        this.function = function;
    }

    /** A launch to give arguments to, in the order of the kernel's parameters; one at a time on a runtime. */
    public Launch launch(LaunchShape shape) {
        return runtime.launch().begin(this, shape);
    }

    /** Puts the launch on the stream. */
    void start(LaunchShape shape, ArgumentBlock arguments) {
        runtime.enter();
        allowShared(shape.sharedBytes());
        DriverStatus.check(
                cudart.cuLaunchKernel(
                        function,
                        shape.blocksX(),
                        shape.blocksY(),
                        shape.blocksZ(),
                        shape.threadsX(),
                        shape.threadsY(),
                        1,
                        shape.sharedBytes(),
                        runtime.stream(),
                        arguments.table(),
                        arguments.noExtra()),
                "launch kernel " + name);
    }

    private void allowShared(int bytes) {
        if (bytes > allowedShared) {
            DriverStatus.check(
                    cudart.cuFuncSetAttribute(function, cudart.CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES, bytes),
                    "give kernel " + name + " " + bytes + " bytes of shared memory");
            allowedShared = bytes;
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
