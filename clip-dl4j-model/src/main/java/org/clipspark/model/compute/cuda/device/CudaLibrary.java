package org.clipspark.model.compute.cuda.device;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.bytedeco.cuda.global.cublas;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.cuda.global.cudnn;
import org.bytedeco.cuda.global.nvrtc;
import org.bytedeco.javacpp.Loader;

/** The libraries of CUDA that the backend calls. They belong to the machine, not to this program. */
public enum CudaLibrary {
    /** The driver and the runtime. */
    DRIVER("libcuda.so.1 or libcudart.so.13", "install NVIDIA's driver 580 or later and the CUDA 13 runtime"),
    /** The compiler of kernels. */
    COMPILER("libnvrtc.so.13", "install NVRTC of CUDA 13 (package cuda-nvrtc-13-0)"),
    /** Matrix products. */
    PRODUCTS("libcublasLt.so.13", "install cuBLAS of CUDA 13 (package libcublas-13-0)"),
    /** Convolutions. */
    CONVOLUTIONS("libcudnn.so.9", "install cuDNN 9 for CUDA 13 (package libcudnn9-cuda-13)");

    /** Only the first attempt tells the cause. */
    private static final Map<CudaLibrary, String> FAILURES = new ConcurrentHashMap<>();

    private final String file;
    private final String fix;

    CudaLibrary(String file, String fix) {
        this.file = file;
        this.fix = fix;
    }

    /** What to do where it is missing. */
    public String fix() {
        return fix + " and let LD_LIBRARY_PATH name its folder, or build the job with -Pcuda-redist";
    }

    /**
     * Loads it, the first time.
     *
     * @throws CudaException if it or what it needs is not there
     */
    public void load() {
        String known = FAILURES.get(this);
        if (known != null) {
            throw new CudaException(known);
        }
        try {
            Loader.load(preset());
        } catch (LinkageError e) {
            String message = "The cuda backend cannot load " + file + " (" + cause(e) + "): " + fix();
            FAILURES.put(this, message);
            throw new CudaException(message, e);
        }
    }

    /** In a method, so that naming this enum loads none of the presets. */
    private Class<?> preset() {
        return switch (this) {
            case DRIVER -> cudart.class;
            case COMPILER -> nvrtc.class;
            case PRODUCTS -> cublas.class;
            case CONVOLUTIONS -> cudnn.class;
        };
    }

    private static String cause(LinkageError error) {
        Throwable cause = error;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String line = String.valueOf(cause.getMessage()).lines().findFirst().orElse("no reason given");
        // What follows is a list of folders.
        return line.replaceFirst("java\\.library\\.path: .*", "java.library.path");
    }
}
