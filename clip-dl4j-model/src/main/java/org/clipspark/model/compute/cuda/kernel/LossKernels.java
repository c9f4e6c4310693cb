package org.clipspark.model.compute.cuda.kernel;

import org.clipspark.model.compute.cuda.device.CudaRuntime;
import org.clipspark.model.compute.cuda.device.CudaTensor;
import org.clipspark.model.compute.cuda.device.LaunchShape;

/** Contrastive losses; what they compute is in {@link org.clipspark.model.compute.Backend} and its variants. */
public final class LossKernels {
    private final KernelFile file;

    /** Kernels of that card. */
    public LossKernels(CudaRuntime runtime) {
        this.file = new KernelFile(runtime, "loss");
    }

    /** Softmax cross entropy and its gradient; waits for the loss. */
    public double softmaxCrossEntropy(CudaTensor logits, int labelOffset, double weight, CudaTensor dLogits) {
        return loss("softmax_cross_entropy", logits, labelOffset, weight, dLogits);
    }

    /** Binary cross entropy of every pair and its gradient; waits for the loss. */
    public double sigmoidCrossEntropy(CudaTensor logits, int labelOffset, double weight, CudaTensor dLogits) {
        return loss("sigmoid_cross_entropy", logits, labelOffset, weight, dLogits);
    }

    private double loss(String kernel, CudaTensor logits, int labelOffset, double weight, CudaTensor dLogits) {
        KernelFile.requireSame(logits, dLogits);
        long rows = logits.rows();
        long losses = file.runtime().scratch((rows + 1) * Double.BYTES);
        long result = losses + rows * Double.BYTES;
        file.launch(kernel, LaunchShape.of(rows, KernelFile.THREADS), logits)
                .tensor(logits)
                .int32(logits.columns())
                .int32(labelOffset)
                .float32(weight)
                .tensor(dLogits)
                .address(losses)
                .run();
        file.launch("sum_of_losses", LaunchShape.of(1, KernelFile.THREADS))
                .address(losses)
                .int64(rows)
                .float64(weight)
                .address(result)
                .run();
        return file.runtime().readDouble(result);
    }
}
