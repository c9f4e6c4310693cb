package org.clipspark.model.compute;

import org.clipspark.model.compute.AttentionShape.Mask;

/** Multi-head attention and its gradient as plain loops over row-major doubles. */
final class ReferenceAttention {
    private final AttentionShape shape;
    private final double[] qkv;
    private final double[] probabilities;

    ReferenceAttention(AttentionShape shape, double[] qkv) {
        this.shape = shape;
        this.qkv = qkv.clone();
        this.probabilities = new double[(int) shape.probabilities().size()];
        forEachPair((b, h, t, s) -> probabilities[pair(b, h, t, s)] = visible(t, s) ? score(b, h, t, s) : -1e300);
        System.arraycopy(
                ReferenceOps.softmax(probabilities, shape.tokens()), 0, probabilities, 0, probabilities.length);
    }

    private interface Pair {
        void visit(int batch, int head, int query, int key);
    }

    double[] probabilities() {
        return probabilities.clone();
    }

    double[] out() {
        double[] out = new double[(int) shape.rows() * shape.width()];
        forEachPair((b, h, t, s) -> {
            for (int i = 0; i < shape.headWidth(); i++) {
                out[outIndex(b, t, h, i)] += probabilities[pair(b, h, t, s)] * qkv[index(b, s, 2, h, i)];
            }
        });
        return out;
    }

    double[] backward(double[] dOut) {
        double[] expected = new double[probabilities.length];
        forEachPair((b, h, t, s) ->
                expected[pair(b, h, t, 0)] += probabilities[pair(b, h, t, s)] * dProbability(dOut, b, h, t, s));
        double[] dQkv = new double[qkv.length];
        forEachPair((b, h, t, s) -> {
            double p = probabilities[pair(b, h, t, s)];
            double dScore = p * (dProbability(dOut, b, h, t, s) - expected[pair(b, h, t, 0)]);
            double scaled = dScore / Math.sqrt(shape.headWidth());
            for (int i = 0; i < shape.headWidth(); i++) {
                dQkv[index(b, t, 0, h, i)] += scaled * qkv[index(b, s, 1, h, i)];
                dQkv[index(b, s, 1, h, i)] += scaled * qkv[index(b, t, 0, h, i)];
                dQkv[index(b, s, 2, h, i)] += p * dOut[outIndex(b, t, h, i)];
            }
        });
        return dQkv;
    }

    private double dProbability(double[] dOut, int b, int h, int t, int s) {
        double sum = 0;
        for (int i = 0; i < shape.headWidth(); i++) {
            sum += dOut[outIndex(b, t, h, i)] * qkv[index(b, s, 2, h, i)];
        }
        return sum;
    }

    private double score(int b, int h, int t, int s) {
        double sum = 0;
        for (int i = 0; i < shape.headWidth(); i++) {
            sum += qkv[index(b, t, 0, h, i)] * qkv[index(b, s, 1, h, i)];
        }
        return sum / Math.sqrt(shape.headWidth());
    }

    private boolean visible(int query, int key) {
        return shape.mask() == Mask.NONE || key <= query;
    }

    private int index(int b, int t, int part, int h, int i) {
        return ((b * shape.tokens() + t) * 3 + part) * shape.width() + h * shape.headWidth() + i;
    }

    private int outIndex(int b, int t, int h, int i) {
        return (b * shape.tokens() + t) * shape.width() + h * shape.headWidth() + i;
    }

    private int pair(int b, int h, int t, int s) {
        return ((b * shape.heads() + h) * shape.tokens() + t) * shape.tokens() + s;
    }

    private void forEachPair(Pair pair) {
        for (int b = 0; b < shape.batch(); b++) {
            for (int h = 0; h < shape.heads(); h++) {
                for (int t = 0; t < shape.tokens(); t++) {
                    for (int s = 0; s < shape.tokens(); s++) {
                        pair.visit(b, h, t, s);
                    }
                }
            }
        }
    }
}
