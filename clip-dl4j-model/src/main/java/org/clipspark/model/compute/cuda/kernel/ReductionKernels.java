package org.clipspark.model.compute.cuda.kernel;

import org.clipspark.model.compute.cuda.device.CudaRuntime;
import org.clipspark.model.compute.cuda.device.CudaTensor;
import org.clipspark.model.compute.cuda.device.LaunchShape;

/** Sums over tensors, their columns and their rows; what they compute is in {@link org.clipspark.model.compute.Backend}. */
public final class ReductionKernels {
    private static final int ELEMENTS_OF_BLOCK = 8192;
    private static final int MOST_BLOCKS = 1024;

    private final KernelFile file;
    private final ColumnSums columns;

    /** Kernels of that card. */
    public ReductionKernels(CudaRuntime runtime) {
        this.file = new KernelFile(runtime, "reduction");
        this.columns = new ColumnSums(file);
    }

    /** Sum of squares, in double precision; waits for it. */
    public double sumOfSquares(CudaTensor x) {
        return dot(x, x);
    }

    /** Sum of products, in double precision; waits for it. Types may differ. */
    public double dot(CudaTensor x, CudaTensor y) {
        // The grid depends on the size alone: the same numbers give the same bits on every card.
        int blocks = (int) Math.min(MOST_BLOCKS, (x.size() + ELEMENTS_OF_BLOCK - 1) / ELEMENTS_OF_BLOCK);
        long partial = file.runtime().scratch((blocks + 1L) * Double.BYTES);
        long result = partial + (long) blocks * Double.BYTES;
        file.launch("dot", LaunchShape.of(blocks, KernelFile.THREADS), x, y)
                .tensor(x)
                .tensor(y)
                .int64(x.size())
                .address(partial)
                .run();
        file.launch("total", LaunchShape.of(1, KernelFile.THREADS))
                .address(partial)
                .int32(blocks)
                .float64(1)
                .address(result)
                .run();
        return file.runtime().readDouble(result);
    }

    /** {@code db += } column sums of {@code dy}. */
    public void biasBackward(CudaTensor dy, CudaTensor db) {
        columns.add(dy, dy.rows(), dy.columns(), dy.columns(), db);
    }

    /** {@code dGain += } column sums of {@code dy * x}. */
    public void scaleColumnsBackward(CudaTensor dy, CudaTensor x, CudaTensor dGain) {
        columns.addProducts(dy, x, dGain);
    }

    /** {@code dGain += } row sums of {@code dy * x}; the gain's gradient is in single precision. */
    public void scaleRowsBackward(CudaTensor dy, CudaTensor x, CudaTensor dGain) {
        KernelFile.requireSame(dy, x);
        KernelFile.requireFloats(dGain);
        file.launch("row_products", file.warps(dy.rows()), dy)
                .tensor(dy)
                .tensor(x)
                .int64(dy.rows())
                .int32(dy.columns())
                .tensor(dGain)
                .run();
    }
}
