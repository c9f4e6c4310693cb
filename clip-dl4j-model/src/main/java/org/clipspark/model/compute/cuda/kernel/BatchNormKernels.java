package org.clipspark.model.compute.cuda.kernel;

import org.clipspark.model.compute.FeatureMapOperations.BatchNorm;
import org.clipspark.model.compute.FeatureMapOperations.BatchNormBackward;
import org.clipspark.model.compute.FeatureMapOperations.Statistics;
import org.clipspark.model.compute.cuda.device.CudaRuntime;
import org.clipspark.model.compute.cuda.device.CudaTensor;
import org.clipspark.model.compute.cuda.device.Launch;

/**
 * Batch normalisation; what it computes is in {@link org.clipspark.model.compute.FeatureMapOperations}. Everything per channel
 * is in single precision. Signs are computed again rather than noted.
 */
public final class BatchNormKernels {
    private final KernelFile file;

    /** Kernels of that card. */
    public BatchNormKernels(CudaRuntime runtime) {
        this.file = new KernelFile(runtime, "batch_norm");
    }

    /** Normalises each channel. */
    public void batchNorm(BatchNorm arguments) {
        KernelFile.requireSame(file.own(arguments.x()), file.own(arguments.y()));
        requireFloats(arguments);
        if (arguments.statistics() == Statistics.OF_BATCH) {
            measure(arguments);
        }
        CudaTensor x = file.own(arguments.x());
        file.launch("batch_norm", file.rows(x.rows(), x.columns()), x)
                .tensor(x)
                .tensor(file.own(arguments.gamma()))
                .tensor(file.own(arguments.beta()))
                .tensor(file.own(arguments.mean()))
                .tensor(file.own(arguments.variance()))
                .float32(arguments.epsilon())
                .int32(rectified(arguments))
                .tensor(file.own(arguments.y()))
                .int64(x.rows())
                .int32(x.columns())
                .run();
    }

    private void requireFloats(BatchNorm arguments) {
        KernelFile.requireFloats(
                file.own(arguments.gamma()),
                file.own(arguments.beta()),
                file.own(arguments.mean()),
                file.own(arguments.variance()));
    }

    private static int rectified(BatchNorm arguments) {
        return arguments.signs().isPresent() ? 1 : 0;
    }

    private void measure(BatchNorm arguments) {
        CudaTensor x = file.own(arguments.x());
        ColumnSections sections = ColumnSections.of(x.rows(), x.columns(), x);
        long partial = file.runtime().scratch(sections.bytes(2));
        file.launch("channel_moments", sections.launch(), x)
                .tensor(x)
                .int64(x.rows())
                .int32(x.columns())
                .int64(sections.sectionRows())
                .int32(sections.wideFlag())
                .address(partial)
                .run();
        file.launch("join_moments", sections.finish(), x)
                .tensor(x)
                .address(partial)
                .int64(x.rows())
                .int32(x.columns())
                .int64(sections.sectionRows())
                .int32(sections.sections())
                .tensor(file.own(arguments.mean()))
                .tensor(file.own(arguments.variance()))
                .run();
    }

    /** Backward of {@link #batchNorm}. */
    public void batchNormBackward(BatchNormBackward arguments) {
        CudaTensor x = file.own(arguments.forward().x());
        KernelFile.requireSame(x, file.own(arguments.dy()), file.own(arguments.dx()));
        requireFloats(arguments.forward());
        KernelFile.requireFloats(file.own(arguments.dgamma()), file.own(arguments.dbeta()));
        ColumnSections sections = ColumnSections.of(x.rows(), x.columns(), x, file.own(arguments.dy()));
        long partial = file.runtime().scratch(sections.bytes(2) + 2 * x.columns() * Float.BYTES);
        long totals = partial + sections.bytes(2);
        parameters(arguments, sections, partial);
        file.launch("add_gain_and_shift_totals", sections.finish())
                .address(partial)
                .int32(sections.sections())
                .int32(sections.columns())
                .address(totals)
                .tensor(file.own(arguments.dgamma()))
                .tensor(file.own(arguments.dbeta()))
                .run();
        gradients(file.launch("batch_norm_input", file.rows(x.rows(), x.columns()), x), arguments)
                .int32(arguments.forward().statistics() == Statistics.OF_BATCH ? 1 : 0)
                .address(totals)
                .tensor(file.own(arguments.dx()))
                .int64(x.rows())
                .int32(x.columns())
                .run();
    }

    private void parameters(BatchNormBackward arguments, ColumnSections sections, long partial) {
        CudaTensor x = file.own(arguments.forward().x());
        gradients(file.launch("batch_norm_parameters", sections.launch(), x), arguments)
                .int64(x.rows())
                .int32(x.columns())
                .int64(sections.sectionRows())
                .int32(sections.wideFlag())
                .address(partial)
                .run();
    }

    /** The arguments that both passes over the gradient begin with. */
    private Launch gradients(Launch launch, BatchNormBackward arguments) {
        BatchNorm forward = arguments.forward();
        return launch.tensor(file.own(arguments.dy()))
                .tensor(file.own(forward.x()))
                .tensor(file.own(forward.gamma()))
                .tensor(file.own(forward.beta()))
                .tensor(file.own(forward.mean()))
                .tensor(file.own(forward.variance()))
                .float32(forward.epsilon())
                .int32(rectified(forward));
    }
}
