package org.clipspark.model.compute.cuda.kernel;

import org.clipspark.model.compute.MapShape;
import org.clipspark.model.compute.cuda.device.CudaRuntime;
import org.clipspark.model.compute.cuda.device.CudaTensor;
import org.clipspark.model.compute.cuda.device.Launch;
import org.clipspark.model.compute.cuda.device.LaunchShape;

/** Pooling of feature maps and the order of a filter's elements. */
public final class MapKernels {
    private final KernelFile file;

    /** Kernels of that card. */
    public MapKernels(CudaRuntime runtime) {
        this.file = new KernelFile(runtime, "map");
    }

    /** Mean of each square window; as in {@link org.clipspark.model.compute.FeatureMapOperations#averagePool}. */
    public void averagePool(MapShape input, int window, CudaTensor x, CudaTensor y) {
        pool("average_pool", input, window, x, y);
    }

    /** Backward of {@link #averagePool}. */
    public void averagePoolBackward(MapShape input, int window, CudaTensor dy, CudaTensor dx) {
        pool("average_pool_backward", input, window, dy, dx);
    }

    private void pool(String kernel, MapShape input, int window, CudaTensor from, CudaTensor to) {
        KernelFile.requireSame(from, to);
        file.launch(kernel, file.rows(to.rows(), to.columns()), from)
                .tensor(from)
                .int32(input.height())
                .int32(input.width())
                .int32(input.channels())
                .int32(window)
                .tensor(to)
                .int64(to.rows())
                .run();
    }

    /**
     * A filter in the order that convolutions of channels-last maps read.
     *
     * @param w {@code [O, I, K, K]}, in single precision
     * @param taps {@code K * K}
     * @param to {@code [O, K, K, I]}
     */
    public void filterToChannelsLast(CudaTensor w, int inputs, int taps, CudaTensor to) {
        KernelFile.requireFloats(w);
        Launch launch = file.launch("filter_to_channels_last", strided(w.size()), to);
        launch.tensor(w).tensor(to).int64(w.size()).int32(inputs).int32(taps).run();
    }

    /**
     * {@code dw += } a gradient in the other order.
     *
     * @param from {@code [O, K, K, I]}
     * @param dw {@code [O, I, K, K]}, in single precision
     */
    public void addFilterGradient(CudaTensor from, int inputs, int taps, CudaTensor dw) {
        KernelFile.requireFloats(dw);
        Launch launch = file.launch("add_filter_gradient", strided(dw.size()), from);
        launch.tensor(from)
                .tensor(dw)
                .int64(dw.size())
                .int32(inputs)
                .int32(taps)
                .run();
    }

    private LaunchShape strided(long elements) {
        return LaunchShape.striding(elements, KernelFile.THREADS, KernelFile.MOST_STRIDING);
    }
}
