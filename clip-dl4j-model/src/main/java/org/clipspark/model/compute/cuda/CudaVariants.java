package org.clipspark.model.compute.cuda;

import org.clipspark.model.compute.CrossAttentionShape;
import org.clipspark.model.compute.Shape;
import org.clipspark.model.compute.Tensor;
import org.clipspark.model.compute.TokenRange;
import org.clipspark.model.compute.VariantCheck;
import org.clipspark.model.compute.VariantOperations;
import org.clipspark.model.compute.cuda.device.CudaRuntime;
import org.clipspark.model.compute.cuda.device.CudaTensor;
import org.clipspark.model.compute.cuda.kernel.AttentionKernels;
import org.clipspark.model.compute.cuda.kernel.LossKernels;
import org.clipspark.model.compute.cuda.kernel.PointwiseKernels;
import org.clipspark.model.compute.cuda.kernel.ReductionKernels;
import org.clipspark.model.compute.cuda.kernel.SequenceKernels;

/** Operations that only some variants of the model need. */
final class CudaVariants implements VariantOperations {
    private final CudaRuntime runtime;
    private final PointwiseKernels pointwise;
    private final ReductionKernels reductions;
    private final SequenceKernels sequences;
    private final AttentionKernels attention;
    private final LossKernels losses;

    CudaVariants(CudaRuntime runtime) {
        this.runtime = runtime;
        this.pointwise = new PointwiseKernels(runtime);
        this.reductions = new ReductionKernels(runtime);
        this.sequences = new SequenceKernels(runtime);
        this.attention = new AttentionKernels(runtime);
        this.losses = new LossKernels(runtime);
    }

    private CudaTensor own(Tensor tensor) {
        return CudaTensor.of(runtime, tensor);
    }

    private CudaTensor changing(Tensor tensor) {
        return own(tensor).changing();
    }

    @Override
    public void scaleColumns(Tensor x, Tensor gain, Tensor y) {
        VariantCheck.scaleColumns(x, gain, y);
        pointwise.scaleColumns(own(x), own(gain), changing(y));
    }

    @Override
    public void scaleColumnsBackward(Tensor dy, Tensor x, Tensor dGain) {
        VariantCheck.scaleColumnsBackward(dy, x, dGain);
        reductions.scaleColumnsBackward(own(dy), own(x), changing(dGain));
    }

    @Override
    public void scaleRows(Tensor x, Tensor gain, Tensor y) {
        VariantCheck.scaleRows(x, gain, y);
        pointwise.scaleRows(own(x), own(gain), changing(y));
    }

    @Override
    public void scaleRowsBackward(Tensor dy, Tensor x, Tensor dGain) {
        VariantCheck.scaleRowsBackward(dy, x, dGain);
        reductions.scaleRowsBackward(own(dy), own(x), changing(dGain));
    }

    @Override
    public void meanOfTokens(TokenRange range, Tensor x, Tensor y) {
        VariantCheck.meanOfTokens(range, x, y);
        sequences.meanOfTokens(range, own(x), changing(y));
    }

    @Override
    public void meanOfTokensBackward(TokenRange range, Tensor dy, Tensor dx) {
        VariantCheck.meanOfTokensBackward(range, dy, dx);
        sequences.meanOfTokensBackward(range, own(dy), changing(dx));
    }

    @Override
    public Shape crossAttentionKept(CrossAttentionShape shape) {
        return shape.logSums();
    }

    @Override
    public void crossAttention(CrossAttentionShape shape, Tensor q, Tensor k, Tensor v, Tensor kept, Tensor out) {
        VariantCheck.crossAttention(shape, q, k, v, out);
        VariantCheck.crossAttentionKept("crossAttention", shape.logSums(), "kept", kept);
        attention.crossAttention(shape, own(q), own(k), own(v), changing(kept), changing(out));
    }

    @Override
    public void crossAttentionBackward(CrossAttentionBackward arguments) {
        VariantCheck.crossAttentionBackward(arguments, arguments.shape().logSums());
        changing(arguments.scratch());
        changing(arguments.dq());
        changing(arguments.dk());
        changing(arguments.dv());
        attention.crossAttentionBackward(arguments);
    }

    @Override
    public double sigmoidCrossEntropy(Tensor logits, int labelOffset, double weight, Tensor dLogits) {
        VariantCheck.sigmoidCrossEntropy(logits, labelOffset, dLogits);
        return losses.sigmoidCrossEntropy(own(logits), labelOffset, weight, changing(dLogits));
    }
}
