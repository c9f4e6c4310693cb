package org.clipspark.model.compute.cuda.kernel;

import org.clipspark.model.compute.Backend.LayerNormBackward;
import org.clipspark.model.compute.cuda.device.CudaRuntime;
import org.clipspark.model.compute.cuda.device.CudaTensor;
import org.clipspark.model.compute.cuda.device.Launch;
import org.clipspark.model.compute.cuda.device.LaunchShape;

/**
 * Layer and Euclidean normalisation of rows; what they compute is in {@link org.clipspark.model.compute.Backend}. Gain, shift,
 * their gradients, statistics and norms are in single precision.
 */
public final class NormalizationKernels {
    private static final int MOST_PACKS = 5;
    private static final int PACK_COLUMNS = 256;
    private static final int MOST_SECTIONS = 256;

    private final KernelFile file;
    private final KernelFile euclidean;

    /** Kernels of that card. */
    public NormalizationKernels(CudaRuntime runtime) {
        this.file = new KernelFile(runtime, "layer_norm");
        this.euclidean = new KernelFile(runtime, "euclidean");
    }

    /** Layer normalisation of each row of {@code x} into {@code y}. */
    public void layerNorm(
            CudaTensor x,
            CudaTensor gamma,
            CudaTensor beta,
            double epsilon,
            CudaTensor y,
            CudaTensor mean,
            CudaTensor variance) {
        KernelFile.requireSame(x, y);
        KernelFile.requireFloats(gamma, beta, mean, variance);
        file.launch("layer_norm", file.warps(x.rows()), x)
                .tensor(x)
                .tensor(gamma)
                .tensor(beta)
                .float32(epsilon)
                .tensor(y)
                .tensor(mean)
                .tensor(variance)
                .int64(x.rows())
                .int32(x.columns())
                .run();
    }

    /** Backward of {@link #layerNorm}. */
    public void layerNormBackward(LayerNormBackward arguments) {
        requireTypes(arguments);
        CudaTensor dy = file.own(arguments.dy());
        CudaTensor x = file.own(arguments.x());
        CudaTensor dx = file.own(arguments.dx());
        CudaTensor gamma = file.own(arguments.gamma());
        if (KernelFile.isWide(dy.columns(), dy, x, dx, gamma) && dy.columns() <= MOST_PACKS * PACK_COLUMNS) {
            layerNormBackwardAtOnce(arguments);
        } else {
            layerNormParameters(arguments);
            layerNormInput(arguments);
        }
    }

    private void layerNormBackwardAtOnce(LayerNormBackward arguments) {
        CudaTensor dy = file.own(arguments.dy());
        ColumnSections sections = ColumnSections.of(dy.rows(), dy.columns(), MOST_SECTIONS, dy);
        long partial = file.runtime().scratch(sections.bytes(2));
        long packs = (dy.columns() + PACK_COLUMNS - 1) / PACK_COLUMNS;
        LaunchShape grid = LaunchShape.of(sections.sections(), KernelFile.THREADS);
        input(arguments, file.launch("layer_norm_backward_" + packs, grid, dy))
                .int64(sections.sectionRows())
                .address(partial)
                .run();
        addParameters(arguments, sections, partial);
    }

    private void layerNormInput(LayerNormBackward arguments) {
        CudaTensor dy = file.own(arguments.dy());
        input(arguments, file.launch("layer_norm_backward", file.warps(dy.rows()), dy))
                .run();
    }

    /** The arguments of all kernels that find the gradient of the input. */
    private Launch input(LayerNormBackward arguments, Launch launch) {
        CudaTensor dy = file.own(arguments.dy());
        return launch.tensor(dy)
                .tensor(file.own(arguments.x()))
                .tensor(file.own(arguments.gamma()))
                .tensor(file.own(arguments.mean()))
                .tensor(file.own(arguments.variance()))
                .float32(arguments.epsilon())
                .tensor(file.own(arguments.dx()))
                .int64(dy.rows())
                .int32(dy.columns());
    }

    private void requireTypes(LayerNormBackward arguments) {
        KernelFile.requireSame(file.own(arguments.dy()), file.own(arguments.x()), file.own(arguments.dx()));
        KernelFile.requireFloats(
                file.own(arguments.gamma()),
                file.own(arguments.mean()),
                file.own(arguments.variance()),
                file.own(arguments.dgamma()),
                file.own(arguments.dbeta()));
    }

    private void layerNormParameters(LayerNormBackward arguments) {
        CudaTensor dy = file.own(arguments.dy());
        CudaTensor x = file.own(arguments.x());
        ColumnSections sections = ColumnSections.of(dy.rows(), dy.columns(), dy, x);
        long partial = file.runtime().scratch(sections.bytes(2));
        file.launch("layer_norm_parameters", sections.launch(), dy)
                .tensor(dy)
                .tensor(x)
                .tensor(file.own(arguments.mean()))
                .tensor(file.own(arguments.variance()))
                .float32(arguments.epsilon())
                .int64(dy.rows())
                .int32(dy.columns())
                .int64(sections.sectionRows())
                .int32(sections.wideFlag())
                .address(partial)
                .run();
        addParameters(arguments, sections, partial);
    }

    private void addParameters(LayerNormBackward arguments, ColumnSections sections, long partial) {
        file.launch("add_gain_and_shift", sections.finish())
                .address(partial)
                .int32(sections.sections())
                .int32(sections.columns())
                .tensor(file.own(arguments.dgamma()))
                .tensor(file.own(arguments.dbeta()))
                .run();
    }

    /** Rows of {@code x} scaled to norm 1; types may differ. */
    public void l2Normalize(CudaTensor x, CudaTensor y, CudaTensor norms) {
        KernelFile.requireFloats(norms);
        euclidean
                .launch("l2_normalize", file.warps(x.rows()), x, y)
                .tensor(x)
                .tensor(y)
                .tensor(norms)
                .int64(x.rows())
                .int32(x.columns())
                .run();
    }

    /** Backward of {@link #l2Normalize}; {@code dx} may be of another type than {@code dy} and {@code y}. */
    public void l2NormalizeBackward(CudaTensor dy, CudaTensor y, CudaTensor norms, CudaTensor dx) {
        KernelFile.requireSame(dy, y);
        KernelFile.requireFloats(norms);
        euclidean
                .launch("l2_normalize_backward", file.warps(dy.rows()), dy, dx)
                .tensor(dy)
                .tensor(y)
                .tensor(norms)
                .tensor(dx)
                .int64(dy.rows())
                .int32(dy.columns())
                .run();
    }
}
