package org.clipspark.model.compute.cuda;

import java.util.Optional;
import org.clipspark.model.compute.AdamWStep;
import org.clipspark.model.compute.ElementType;
import org.clipspark.model.compute.ShapeCheck;
import org.clipspark.model.compute.cuda.device.CudaRuntime;
import org.clipspark.model.compute.cuda.device.CudaTensor;
import org.clipspark.model.compute.cuda.kernel.AttentionKernels;
import org.clipspark.model.compute.cuda.kernel.LossKernels;
import org.clipspark.model.compute.cuda.kernel.NormalizationKernels;
import org.clipspark.model.compute.cuda.kernel.OptimizerKernels;
import org.clipspark.model.compute.cuda.kernel.PointwiseKernels;
import org.clipspark.model.compute.cuda.kernel.ReductionKernels;
import org.clipspark.model.compute.cuda.kernel.SequenceKernels;

/** Kernels by group, and the operations that take more than a launch. */
record CudaKernels(
        CudaRuntime runtime,
        PointwiseKernels pointwise,
        ReductionKernels reductions,
        NormalizationKernels normalization,
        AttentionKernels attention,
        SequenceKernels sequences,
        LossKernels losses,
        OptimizerKernels optimizer) {
    CudaKernels(CudaRuntime runtime) {
        this(
                runtime,
                new PointwiseKernels(runtime),
                new ReductionKernels(runtime),
                new NormalizationKernels(runtime),
                new AttentionKernels(runtime),
                new SequenceKernels(runtime),
                new LossKernels(runtime),
                new OptimizerKernels(runtime));
    }

    void copy(CudaTensor from, CudaTensor to) {
        if (from.elementType() != to.elementType()) {
            pointwise.copy(from, to);
            return;
        }
        if (from.elementType() == ElementType.INT32) {
            to.rememberFrom(from);
        }
        runtime.copyBytes(from.address(), to.address(), from.bytes());
    }

    void gatherRows(CudaTensor table, CudaTensor rows, CudaTensor y) {
        checkRows("gatherRows", rows, table);
        sequences.gatherRows(table, rows, y);
    }

    void scatterAddRows(CudaTensor dy, CudaTensor rows, CudaTensor dTable) {
        checkRows("scatterAddRows", rows, dTable);
        sequences.scatterAddRows(dy, rows, dTable);
    }

    private static void checkRows(String operation, CudaTensor rows, CudaTensor table) {
        int count = Math.toIntExact(rows.size());
        for (int i = 0; i < count; i++) {
            ShapeCheck.rowNumber(operation, i, rows.integer(i), table.rows());
        }
    }

    void adamW(
            AdamWStep step,
            CudaTensor parameters,
            CudaTensor gradients,
            CudaTensor firstMoment,
            CudaTensor secondMoment) {
        Optional<CudaTensor> beside = parameters.elementsBeside();
        optimizer.adamW(step, parameters, beside, gradients, firstMoment, secondMoment);
        if (beside.isPresent()) {
            parameters.besideWritten();
        }
    }
}
