package org.clipspark.model.compute.cuda.kernel;

import org.clipspark.model.compute.ElementType;
import org.clipspark.model.compute.Tensor;
import org.clipspark.model.compute.cuda.device.CudaRuntime;
import org.clipspark.model.compute.cuda.device.CudaTensor;
import org.clipspark.model.compute.cuda.device.Launch;
import org.clipspark.model.compute.cuda.device.LaunchShape;

/** The kernels of one {@code .cu} resource and the grids that most of them run on. It is compiled when first launched. */
final class KernelFile {
    /** Threads of a block where a kernel does not ask for another number. */
    static final int THREADS = 256;

    /** Blocks for small tensors whose threads take one element at a time. */
    static final int MOST_STRIDING = 4096;

    private static final int WARP = 32;
    private static final int BLOCKS_PER_MULTIPROCESSOR = 16;
    private static final int PACK = 8;
    private static final int PACK_BYTES = 16;

    private final CudaRuntime runtime;
    private final String resource;

    KernelFile(CudaRuntime runtime, String resource) {
        this.runtime = runtime;
        this.resource = resource;
    }

    CudaRuntime runtime() {
        return runtime;
    }

    CudaTensor own(Tensor tensor) {
        return CudaTensor.of(runtime, tensor);
    }

    /** A kernel that knows its types. */
    Launch launch(String kernel, LaunchShape shape) {
        return runtime.kernels(resource).kernel(kernel).launch(shape);
    }

    /** The kernel of that name for the element types of these tensors. */
    Launch launch(String kernel, LaunchShape shape, CudaTensor... typed) {
        StringBuilder name = new StringBuilder(kernel);
        for (CudaTensor tensor : typed) {
            name.append('_').append(suffix(tensor.elementType()));
        }
        return launch(name.toString(), shape);
    }

    private static String suffix(ElementType type) {
        return switch (type) {
            case FLOAT32 -> "f32";
            case BFLOAT16 -> "bf16";
            case FLOAT64, INT32 ->
                throw new IllegalArgumentException("Kernels compute on FLOAT32 and BFLOAT16, got " + type);
        };
    }

    /** Refuses tensors whose elements a kernel would take for those of {@code expected}. */
    static void requireSame(CudaTensor expected, CudaTensor... others) {
        for (CudaTensor other : others) {
            require(expected.elementType(), other);
        }
    }

    /** Refuses tensors whose elements a kernel would take for floats. */
    static void requireFloats(CudaTensor... tensors) {
        for (CudaTensor tensor : tensors) {
            require(ElementType.FLOAT32, tensor);
        }
    }

    private static void require(ElementType expected, CudaTensor tensor) {
        if (tensor.elementType() != expected) {
            throw new IllegalArgumentException(
                    "The tensor " + tensor.shape() + " must hold " + expected + " here, got " + tensor.elementType());
        }
    }

    /** For kernels whose threads stride over elements, eight at a time where they can. */
    LaunchShape elements(long count) {
        return LaunchShape.striding((count + PACK - 1) / PACK, THREADS, most());
    }

    /** For kernels whose threads stride over the rows of a matrix, each over the elements of a row. */
    LaunchShape rows(long rows, long columns) {
        long lanes = Math.min(THREADS, Long.highestOneBit(Math.max(1, 2 * ((columns + PACK - 1) / PACK) - 1)));
        return LaunchShape.striding(rows * lanes, THREADS, most());
    }

    /** For kernels with a warp for each row. */
    LaunchShape warps(long rows) {
        return LaunchShape.striding(rows * WARP, THREADS, most());
    }

    /** For kernels with a thread for each element that do not stride. */
    static LaunchShape each(long count) {
        return LaunchShape.of((count + THREADS - 1) / THREADS, THREADS);
    }

    private int most() {
        return BLOCKS_PER_MULTIPROCESSOR * runtime.card().multiprocessors();
    }

    /** Whether rows of {@code columns} elements can be read eight at a time in all these tensors. */
    static boolean isWide(long columns, CudaTensor... tensors) {
        boolean wide = columns % PACK == 0;
        for (CudaTensor tensor : tensors) {
            wide &= tensor.address() % PACK_BYTES == 0;
        }
        return wide;
    }
}
