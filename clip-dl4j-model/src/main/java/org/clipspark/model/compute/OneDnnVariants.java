package org.clipspark.model.compute;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_0;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;
import static org.bytedeco.dnnl.global.dnnl.dnnl_binary_mul;

import java.util.Arrays;
import org.bytedeco.dnnl.binary;
import org.bytedeco.dnnl.memory;

/** {@link VariantOperations} by oneDNN primitives, and by loops over rows where the work is small. */
final class OneDnnVariants implements VariantOperations {
    private final OneDnnRuntime runtime;
    private final OneDnnCrossAttention attention;

    OneDnnVariants(OneDnnRuntime runtime) {
        this.runtime = runtime;
        this.attention = new OneDnnCrossAttention(runtime);
    }

    private static OneDnnTensor own(Tensor tensor) {
        return OneDnnTensor.of(tensor);
    }

    @Override
    public void scaleColumns(Tensor x, Tensor gain, Tensor y) {
        VariantCheck.scaleColumns(x, gain, y);
        scale("scaleColumns", x, gain, y, OneDnnRuntime.rowMajor(1, gain.size()));
    }

    /** {@code y = x * gain}, the gain repeated along the dimension that is 1 in {@code once}. */
    private void scale(String operation, Tensor x, Tensor gain, Tensor y, memory.desc once) {
        long rows = own(x).rows();
        long width = own(x).columns();
        runtime.run(
                operation,
                new long[] {rows, width},
                () -> {
                    memory.desc all = OneDnnRuntime.rowMajor(rows, width);
                    return runtime.call()
                            .argument(DNNL_ARG_SRC_0, all)
                            .argument(DNNL_ARG_SRC_1, once)
                            .argument(DNNL_ARG_DST, all)
                            .build(new binary(
                                    new binary.primitive_desc(runtime.engine(), dnnl_binary_mul, all, once, all)));
                },
                own(x).address(),
                own(gain).address(),
                own(y).address());
    }

    @Override
    public void scaleColumnsBackward(Tensor dy, Tensor x, Tensor dGain) {
        VariantCheck.scaleColumnsBackward(dy, x, dGain);
        int width = (int) dGain.size();
        float[] gradient = new float[width];
        float[] value = new float[width];
        float[] sum = new float[width];
        own(dGain).read(0, sum, 0, width);
        for (long row = 0; row < own(x).rows(); row++) {
            own(dy).read(row * width, gradient, 0, width);
            own(x).read(row * width, value, 0, width);
            for (int j = 0; j < width; j++) {
                sum[j] += gradient[j] * value[j];
            }
        }
        own(dGain).write(0, sum, 0, width);
    }

    @Override
    public void scaleRows(Tensor x, Tensor gain, Tensor y) {
        VariantCheck.scaleRows(x, gain, y);
        scale("scaleRows", x, gain, y, OneDnnRuntime.rowMajor(gain.size(), 1));
    }

    @Override
    public void scaleRowsBackward(Tensor dy, Tensor x, Tensor dGain) {
        VariantCheck.scaleRowsBackward(dy, x, dGain);
        int width = (int) own(x).columns();
        float[] gradient = new float[width];
        float[] value = new float[width];
        float[] sum = new float[(int) dGain.size()];
        own(dGain).read(0, sum, 0, sum.length);
        for (int row = 0; row < sum.length; row++) {
            own(dy).read((long) row * width, gradient, 0, width);
            own(x).read((long) row * width, value, 0, width);
            sum[row] += (float) HostLoops.dot(gradient, value, width);
        }
        own(dGain).write(0, sum, 0, sum.length);
    }

    @Override
    public void meanOfTokens(TokenRange range, Tensor x, Tensor y) {
        VariantCheck.meanOfTokens(range, x, y);
        int width = (int) own(x).columns();
        float[] row = new float[width];
        float[] mean = new float[width];
        for (long b = 0; b < own(y).rows(); b++) {
            Arrays.fill(mean, 0);
            for (int t = range.from(); t < range.to(); t++) {
                own(x).read((b * range.tokens() + t) * width, row, 0, width);
                for (int j = 0; j < width; j++) {
                    mean[j] += row[j];
                }
            }
            for (int j = 0; j < width; j++) {
                mean[j] /= range.count();
            }
            own(y).write(b * width, mean, 0, width);
        }
    }

    @Override
    public void meanOfTokensBackward(TokenRange range, Tensor dy, Tensor dx) {
        VariantCheck.meanOfTokensBackward(range, dy, dx);
        int width = (int) own(dx).columns();
        float[] row = new float[width];
        float[] zero = new float[width];
        for (long b = 0; b < own(dy).rows(); b++) {
            own(dy).read(b * width, row, 0, width);
            for (int j = 0; j < width; j++) {
                row[j] /= range.count();
            }
            for (int t = 0; t < range.tokens(); t++) {
                boolean isInRange = t >= range.from() && t < range.to();
                own(dx).write((b * range.tokens() + t) * width, isInRange ? row : zero, 0, width);
            }
        }
    }

    @Override
    public void crossAttention(
            CrossAttentionShape shape, Tensor q, Tensor k, Tensor v, Tensor probabilities, Tensor out) {
        VariantCheck.crossAttention(shape, q, k, v, out);
        VariantCheck.crossAttentionKept("crossAttention", shape.probabilities(), "kept", probabilities);
        attention.forward(shape, own(q), own(k), own(v), own(probabilities), own(out));
    }

    @Override
    public void crossAttentionBackward(CrossAttentionBackward arguments) {
        VariantCheck.crossAttentionBackward(arguments, arguments.shape().probabilities());
        attention.backward(arguments);
    }

    @Override
    public double sigmoidCrossEntropy(Tensor logits, int labelOffset, double weight, Tensor dLogits) {
        VariantCheck.sigmoidCrossEntropy(logits, labelOffset, dLogits);
        int columns = (int) own(logits).columns();
        float[] row = new float[columns];
        double loss = 0;
        for (int r = 0; r < own(logits).rows(); r++) {
            own(logits).read((long) r * columns, row, 0, columns);
            loss += crossEntropy(row, r + labelOffset, weight);
            own(dLogits).write((long) r * columns, row, 0, columns);
        }
        return weight * loss;
    }

    /** Replaces the row by its weighted gradient and returns its loss. */
    private static double crossEntropy(float[] row, int right, double weight) {
        double loss = -row[right];
        for (int j = 0; j < row.length; j++) {
            double logit = row[j];
            // The exponential of a negative number only, so that nothing overflows.
            double small = Math.exp(-Math.abs(logit));
            loss += Math.max(logit, 0) + Math.log1p(small);
            double sigmoid = logit >= 0 ? 1 / (1 + small) : small / (1 + small);
            row[j] = (float) (weight * (j == right ? sigmoid - 1 : sigmoid));
        }
        return loss;
    }
}
