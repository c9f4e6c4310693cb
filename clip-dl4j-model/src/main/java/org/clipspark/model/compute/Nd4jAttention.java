package org.clipspark.model.compute;

import org.clipspark.model.compute.AttentionShape.Mask;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Multi-head self-attention on arrays {@code [B, H, T, headWidth]}. */
final class Nd4jAttention {
    private final AttentionShape shape;
    private final double scale;

    Nd4jAttention(AttentionShape shape) {
        this.shape = shape;
        this.scale = 1 / Math.sqrt(shape.headWidth());
    }

    void forward(Nd4jTensor qkv, Nd4jTensor probabilities, Nd4jTensor out) {
        INDArray scores = product(part(qkv, 0), part(qkv, 1), Transpose.YES).mul(scale);
        INDArray softmax = Nd4jSoftmax.rows(masked(scores).reshape(-1, shape.tokens()));
        square(probabilities).assign(softmax.reshape(shape.probabilities().toArray()));
        heads(out).assign(product(square(probabilities), part(qkv, 2), Transpose.NO));
    }

    void backward(Nd4jTensor qkv, Nd4jTensor probabilities, Nd4jTensor dOut, Nd4jTensor scratch, Nd4jTensor dQkv) {
        INDArray p = square(probabilities);
        INDArray dHeads = heads(dOut).dup('c');
        INDArray dP = product(dHeads, part(qkv, 2), Transpose.YES);
        INDArray expected = dP.mul(p).sum(true, 3);
        INDArray dScores = square(scratch).assign(p.mul(dP.sub(expected)).mul(scale));

        gradientPart(dQkv, 0).assign(product(dScores, part(qkv, 1), Transpose.NO));
        gradientPart(dQkv, 1).assign(product(swapped(dScores), part(qkv, 0), Transpose.NO));
        gradientPart(dQkv, 2).assign(product(swapped(p), dHeads, Transpose.NO));
    }

    private static INDArray product(INDArray a, INDArray b, Transpose transposeB) {
        return Nd4j.matmul(a, b, false, transposeB == Transpose.YES, false);
    }

    private static INDArray swapped(INDArray x) {
        return x.permute(0, 1, 3, 2).dup('c');
    }

    /** A dense copy of the queries (0), keys (1) or values (2). */
    private INDArray part(Nd4jTensor qkv, int part) {
        return gradientPart(qkv, part).dup('c');
    }

    /** The queries, keys or values where they lie. */
    private INDArray gradientPart(Nd4jTensor qkv, int part) {
        return qkv.array(shape.batch(), shape.tokens(), 3, shape.heads(), shape.headWidth())
                .permute(2, 0, 3, 1, 4)
                .slice(part);
    }

    private INDArray heads(Nd4jTensor out) {
        return out.array(shape.batch(), shape.tokens(), shape.heads(), shape.headWidth())
                .permute(0, 2, 1, 3);
    }

    private INDArray square(Nd4jTensor probabilities) {
        return probabilities.array(shape.probabilities().toArray());
    }

    private INDArray masked(INDArray scores) {
        if (shape.mask() == Mask.NONE) {
            return scores;
        }
        int tokens = shape.tokens();
        double[][] mask = new double[1][tokens * tokens];
        for (int query = 0; query < tokens; query++) {
            for (int key = query + 1; key < tokens; key++) {
                mask[0][query * tokens + key] = Double.NEGATIVE_INFINITY;
            }
        }
        INDArray penalties = Nd4j.createFromArray(mask).castTo(scores.dataType());
        return scores.reshape(-1, (long) tokens * tokens).addRowVector(penalties);
    }
}
