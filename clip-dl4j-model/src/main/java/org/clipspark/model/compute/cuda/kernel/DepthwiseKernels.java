package org.clipspark.model.compute.cuda.kernel;

import org.clipspark.model.compute.DepthwiseShape;
import org.clipspark.model.compute.MapShape;
import org.clipspark.model.compute.cuda.device.CudaRuntime;
import org.clipspark.model.compute.cuda.device.CudaTensor;
import org.clipspark.model.compute.cuda.device.Launch;
import org.clipspark.model.compute.cuda.device.LaunchShape;

/**
 * Depthwise convolution; what it computes is in {@link org.clipspark.model.compute.FeatureMapOperations}. Weights, bias and
 * their gradients are in single precision.
 */
public final class DepthwiseKernels {
    private static final int LARGEST_KERNEL = 15;
    private static final int LANES = 32;
    private static final int LEAST_ROWS = 64;
    private static final int MOST_SECTIONS = 128;

    private final KernelFile file;

    /** Kernels of that card. */
    public DepthwiseKernels(CudaRuntime runtime) {
        this.file = new KernelFile(runtime, "depthwise");
    }

    /** Each channel by its own kernel. */
    public void depthwise(DepthwiseShape shape, CudaTensor x, CudaTensor w, CudaTensor bias, CudaTensor y) {
        KernelFile.requireSame(x, y);
        KernelFile.requireFloats(w, bias);
        convolve(shape, begin(shape.maps(), x).tensor(x).tensor(w).tensor(bias).int32(0), y);
    }

    /** Gradient of the input. */
    public void depthwiseBackwardInput(DepthwiseShape shape, CudaTensor dy, CudaTensor w, CudaTensor dx) {
        KernelFile.requireSame(dy, dx);
        KernelFile.requireFloats(w);
        convolve(shape, begin(shape.maps(), dy).tensor(dy).tensor(w).nothing().int32(1), dx);
    }

    private Launch begin(MapShape maps, CudaTensor x) {
        return file.launch("depthwise", file.rows(maps.rows(), maps.channels()), x);
    }

    private static void convolve(DepthwiseShape shape, Launch launch, CudaTensor y) {
        sizes(shape, launch).tensor(y).int64(shape.maps().rows()).run();
    }

    private static Launch sizes(DepthwiseShape shape, Launch launch) {
        MapShape maps = shape.maps();
        return launch.int32(maps.height())
                .int32(maps.width())
                .int32(maps.channels())
                .int32(shape.kernel());
    }

    /**
     * Gradient of the weights, added.
     *
     * @throws IllegalArgumentException if the kernel's side is above 15
     */
    public void depthwiseBackwardWeight(DepthwiseShape shape, CudaTensor dy, CudaTensor x, CudaTensor dw) {
        if (shape.kernel() > LARGEST_KERNEL) {
            throw new IllegalArgumentException("The cuda backend trains depthwise kernels of a side up to "
                    + LARGEST_KERNEL + ", got " + shape.kernel());
        }
        KernelFile.requireSame(x, dy);
        KernelFile.requireFloats(dw);
        long rows = shape.maps().rows();
        int channels = shape.maps().channels();
        int taps = shape.kernel() * shape.kernel();
        long sectionRows = Math.max(LEAST_ROWS, (rows + MOST_SECTIONS - 1) / MOST_SECTIONS);
        long sections = (rows + sectionRows - 1) / sectionRows;
        long partial = file.runtime().scratch(sections * taps * channels * Float.BYTES);
        long groups = ((long) channels + LANES - 1) / LANES;
        LaunchShape grid = LaunchShape.of(groups * shape.kernel() * sections, KernelFile.THREADS);
        sizes(shape, file.launch("depthwise_weight", grid, x).tensor(dy).tensor(x))
                .int64(rows)
                .int64(sectionRows)
                .address(partial)
                .run();
        file.launch("add_taps", KernelFile.each((long) channels * taps))
                .address(partial)
                .int32(sections)
                .int32(channels)
                .int32(taps)
                .tensor(dw)
                .run();
    }
}
