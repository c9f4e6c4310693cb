package org.clipspark.model.compute;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.ops.transforms.Transforms;

/** {@link VariantOperations} by ND4J. */
final class Nd4jVariants implements VariantOperations {
    private final Nd4jMemory memory;

    Nd4jVariants(Nd4jMemory memory) {
        this.memory = memory;
    }

    @Override
    public void scaleColumns(Tensor x, Tensor gain, Tensor y) {
        VariantCheck.scaleColumns(x, gain, y);
        memory.run(() -> matrix(y).assign(matrix(x).mulRowVector(row(gain))));
    }

    @Override
    public void scaleColumnsBackward(Tensor dy, Tensor x, Tensor dGain) {
        VariantCheck.scaleColumnsBackward(dy, x, dGain);
        memory.run(() -> row(dGain).addi(matrix(dy).mul(matrix(x)).sum(true, 0)));
    }

    @Override
    public void scaleRows(Tensor x, Tensor gain, Tensor y) {
        VariantCheck.scaleRows(x, gain, y);
        memory.run(() -> matrix(y).assign(matrix(x).mulColumnVector(column(gain))));
    }

    @Override
    public void scaleRowsBackward(Tensor dy, Tensor x, Tensor dGain) {
        VariantCheck.scaleRowsBackward(dy, x, dGain);
        memory.run(() -> column(dGain).addi(matrix(dy).mul(matrix(x)).sum(true, 1)));
    }

    private INDArray column(Tensor x) {
        return memory.own(x).array(x.size(), 1);
    }

    @Override
    public void meanOfTokens(TokenRange range, Tensor x, Tensor y) {
        VariantCheck.meanOfTokens(range, x, y);
        memory.run(() -> matrix(y).assign(inRange(range, x).mean(1)));
    }

    @Override
    public void meanOfTokensBackward(TokenRange range, Tensor dy, Tensor dx) {
        VariantCheck.meanOfTokensBackward(range, dy, dx);
        memory.run(() -> {
            matrix(dx).assign(0);
            INDArray share = matrix(dy).div(range.count());
            INDArray tokens = inRange(range, dx);
            for (int t = 0; t < range.count(); t++) {
                tokens.get(NDArrayIndex.all(), NDArrayIndex.point(t), NDArrayIndex.all())
                        .assign(share);
            }
        });
    }

    /** The tokens of the range, {@code [B, count, D]}. */
    private INDArray inRange(TokenRange range, Tensor x) {
        long width = Extent.columns(x);
        return memory.own(x)
                .array(Extent.rows(x) / range.tokens(), range.tokens(), width)
                .get(
                        NDArrayIndex.all(),
                        NDArrayIndex.interval(range.from(), range.to()),
                        NDArrayIndex.interval(0, width));
    }

    @Override
    public void crossAttention(
            CrossAttentionShape shape, Tensor q, Tensor k, Tensor v, Tensor probabilities, Tensor out) {
        VariantCheck.crossAttention(shape, q, k, v, out);
        VariantCheck.crossAttentionKept("crossAttention", shape.probabilities(), "kept", probabilities);
        memory.run(() -> {
            INDArray scores = Nd4j.matmul(
                            heads(shape, shape.queries(), q).dup('c'),
                            heads(shape, shape.tokens(), k).dup('c'),
                            false,
                            true,
                            false)
                    .mul(scale(shape));
            INDArray softmax = Nd4jSoftmax.rows(scores.reshape(-1, shape.tokens()));
            INDArray kept = pairs(shape, probabilities);
            kept.assign(softmax.reshape(shape.probabilities().toArray()));
            INDArray values = heads(shape, shape.tokens(), v).dup('c');
            heads(shape, shape.queries(), out).assign(Nd4j.matmul(kept, values, false, false, false));
        });
    }

    @Override
    public void crossAttentionBackward(CrossAttentionBackward arguments) {
        VariantCheck.crossAttentionBackward(arguments, arguments.shape().probabilities());
        CrossAttentionShape shape = arguments.shape();
        memory.run(() -> {
            INDArray p = pairs(shape, arguments.kept());
            INDArray dOut = heads(shape, shape.queries(), arguments.dOut()).dup('c');
            INDArray values = heads(shape, shape.tokens(), arguments.v()).dup('c');
            INDArray dP = Nd4j.matmul(dOut, values, false, true, false);
            INDArray expected = dP.mul(p).sum(true, 3);
            INDArray dScores = pairs(shape, arguments.scratch())
                    .assign(p.mul(dP.sub(expected)).mul(scale(shape)));
            heads(shape, shape.queries(), arguments.dq())
                    .assign(product(dScores, heads(shape, shape.tokens(), arguments.k())));
            heads(shape, shape.tokens(), arguments.dk())
                    .assign(product(swapped(dScores), heads(shape, shape.queries(), arguments.q())));
            heads(shape, shape.tokens(), arguments.dv()).assign(product(swapped(p), dOut));
        });
    }

    private static INDArray product(INDArray a, INDArray b) {
        return Nd4j.matmul(a, b.dup('c'), false, false, false);
    }

    private static INDArray swapped(INDArray x) {
        return x.permute(0, 1, 3, 2).dup('c');
    }

    private static double scale(CrossAttentionShape shape) {
        return 1 / Math.sqrt(shape.headWidth());
    }

    /** Rows {@code [B*length, D]} as {@code [B, H, length, headWidth]}, where they lie. */
    private INDArray heads(CrossAttentionShape shape, int length, Tensor x) {
        return memory.own(x)
                .array(shape.batch(), length, shape.heads(), shape.headWidth())
                .permute(0, 2, 1, 3);
    }

    private INDArray pairs(CrossAttentionShape shape, Tensor x) {
        return memory.own(x).array(shape.probabilities().toArray());
    }

    @Override
    public double sigmoidCrossEntropy(Tensor logits, int labelOffset, double weight, Tensor dLogits) {
        VariantCheck.sigmoidCrossEntropy(logits, labelOffset, dLogits);
        double[] loss = new double[1];
        memory.run(() -> {
            INDArray x = matrix(logits).castTo(DataType.DOUBLE);
            INDArray right = Nd4j.zeros(DataType.DOUBLE, x.rows(), x.columns());
            for (int r = 0; r < x.rows(); r++) {
                right.putScalar(r, r + labelOffset, 1);
            }
            // -log sigmoid(-x) = max(x, 0) + log(1 + exp(-|x|)), and x less where the pair is right.
            INDArray small = Transforms.exp(Transforms.abs(x, true).neg());
            INDArray losses = Transforms.max(x, 0, true).add(Transforms.log(small.add(1)));
            loss[0] = weight
                    * (losses.sumNumber().doubleValue()
                            - x.mul(right).sumNumber().doubleValue());
            INDArray sigmoid = Transforms.exp(x.neg()).add(1).rdiv(1);
            matrix(dLogits).assign(sigmoid.sub(right).mul(weight));
        });
        return loss[0];
    }

    private INDArray matrix(Tensor x) {
        return memory.own(x).matrix();
    }

    private INDArray row(Tensor x) {
        return memory.own(x).array(1, x.size());
    }
}
