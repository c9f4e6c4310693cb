package org.clipspark.model.compute.cuda.device;

import java.util.HashMap;
import java.util.Map;
import org.bytedeco.cuda.cudart.CUfunc_st;
import org.bytedeco.cuda.cudart.CUmod_st;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.BytePointer;

/** The kernels of one {@code .cu} resource, loaded into a context. */
public final class KernelModule {
    private final CudaRuntime runtime;
    private final String name;
    private final CUmod_st module = new CUmod_st();
    private final Map<String, Kernel> kernels = new HashMap<>();

    KernelModule(CudaRuntime runtime, String name, byte[] code) {
        this.runtime = runtime;
        this.name = name;
        try (BytePointer image = new BytePointer(code)) {
            DriverStatus.check(cudart.cuModuleLoadData(module, image), "load kernels " + name);
        }
    }

    /**
     * The kernel of that name, as {@code extern "C"} declares it.
     *
     * @throws CudaException if the resource has none
     */
    public Kernel kernel(String function) {
        return kernels.computeIfAbsent(function, this::find);
    }

    private Kernel find(String function) {
        runtime.enter();
        CUfunc_st found = new CUfunc_st();
        DriverStatus.check(
                cudart.cuModuleGetFunction(found, module, function), "find kernel " + function + " in " + name + ".cu");
        return new Kernel(runtime, function, found);
    }

    void close() {
        DriverStatus.check(cudart.cuModuleUnload(module), "unload kernels " + name);
    }
}
