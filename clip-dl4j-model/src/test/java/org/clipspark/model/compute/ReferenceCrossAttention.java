package org.clipspark.model.compute;

/** Attention of queries to other tokens and its gradients as plain loops over row-major doubles. */
final class ReferenceCrossAttention {
    private final CrossAttentionShape shape;
    private final double[] q;
    private final double[] k;
    private final double[] v;
    private final double[] probabilities;
    private final double[] out;
    private final double[] dq;
    private final double[] dk;
    private final double[] dv;

    ReferenceCrossAttention(CrossAttentionShape shape, double[] q, double[] k, double[] v) {
        this.shape = shape;
        this.q = q.clone();
        this.k = k.clone();
        this.v = v.clone();
        this.dq = new double[q.length];
        this.dk = new double[k.length];
        this.dv = new double[v.length];
        this.out = new double[q.length];
        double[] scores = new double[(int) shape.probabilities().size()];
        forEachPair((pair, query, key, i) -> scores[pair] += q[query + i] * k[key + i] / Math.sqrt(shape.headWidth()));
        this.probabilities = ReferenceOps.softmax(scores, shape.tokens());
        forEachPair((pair, query, key, i) -> out[query + i] += probabilities[pair] * v[key + i]);
    }

    private interface Term {
        /** One column of one head: places of the pair, of the head of its query and of the head of its key. */
        void visit(int pair, int query, int key, int column);
    }

    private void forEachPair(Term term) {
        int pair = 0;
        for (int b = 0; b < shape.batch(); b++) {
            for (int h = 0; h < shape.heads(); h++) {
                for (int s = 0; s < shape.queries(); s++) {
                    for (int t = 0; t < shape.tokens(); t++) {
                        int query = (b * shape.queries() + s) * shape.width() + h * shape.headWidth();
                        int key = (b * shape.tokens() + t) * shape.width() + h * shape.headWidth();
                        for (int i = 0; i < shape.headWidth(); i++) {
                            term.visit(pair, query, key, i);
                        }
                        pair++;
                    }
                }
            }
        }
    }

    /** Computes the gradients. */
    void backward(double[] dOut) {
        double[] dProbabilities = new double[probabilities.length];
        forEachPair((pair, query, key, i) -> {
            dProbabilities[pair] += dOut[query + i] * v[key + i];
            dv[key + i] += probabilities[pair] * dOut[query + i];
        });
        double[] dScores = new double[probabilities.length];
        for (int pair = 0; pair < dScores.length; pair++) {
            int row = pair / shape.tokens() * shape.tokens();
            double expected = 0;
            for (int other = row; other < row + shape.tokens(); other++) {
                expected += probabilities[other] * dProbabilities[other];
            }
            dScores[pair] = probabilities[pair] * (dProbabilities[pair] - expected) / Math.sqrt(shape.headWidth());
        }
        forEachPair((pair, query, key, i) -> {
            dq[query + i] += dScores[pair] * k[key + i];
            dk[key + i] += dScores[pair] * q[query + i];
        });
    }

    double[] probabilities() {
        return probabilities.clone();
    }

    double[] out() {
        return out.clone();
    }

    double[] dq() {
        return dq.clone();
    }

    double[] dk() {
        return dk.clone();
    }

    double[] dv() {
        return dv.clone();
    }
}
