package org.clipspark.model.compute;

import java.util.Arrays;

/**
 * Loops that oneDNN has no primitive for, over blocks that are copied to Java arrays and stay in the first-level cache:
 * the compiler vectorises them there, and every block is read and written once.
 */
final class HostLoops {
    private static final int BLOCK = 4096;

    private HostLoops() {}

    /** Work on {@code count} elements from {@code offset} on. */
    private interface BlockLoop {
        void run(long offset, int count);
    }

    private static void inBlocks(long size, BlockLoop loop) {
        for (long offset = 0; offset < size; offset += BLOCK) {
            loop.run(offset, (int) Math.min(BLOCK, size - offset));
        }
    }

    static void fill(OneDnnTensor x, double value) {
        float[] block = new float[BLOCK];
        Arrays.fill(block, (float) value);
        inBlocks(x.size(), (offset, count) -> x.write(offset, block, 0, count));
    }

    static void addScaled(double alpha, OneDnnTensor x, OneDnnTensor y, long size) {
        float factor = (float) alpha;
        float[] a = new float[BLOCK];
        float[] b = new float[BLOCK];
        inBlocks(size, (offset, count) -> {
            x.read(offset, a, 0, count);
            y.read(offset, b, 0, count);
            for (int i = 0; i < count; i++) {
                b[i] += factor * a[i];
            }
            y.write(offset, b, 0, count);
        });
    }

    static void scale(double alpha, OneDnnTensor x) {
        float factor = (float) alpha;
        float[] a = new float[BLOCK];
        inBlocks(x.size(), (offset, count) -> {
            x.read(offset, a, 0, count);
            for (int i = 0; i < count; i++) {
                a[i] *= factor;
            }
            x.write(offset, a, 0, count);
        });
    }

    /** Four sums side by side: one chain of double additions would leave the processor waiting. */
    static double dot(float[] a, float[] b, int count) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int i = 0;
        for (; i + 3 < count; i += 4) {
            s0 += (double) a[i] * b[i];
            s1 += (double) a[i + 1] * b[i + 1];
            s2 += (double) a[i + 2] * b[i + 2];
            s3 += (double) a[i + 3] * b[i + 3];
        }
        for (; i < count; i++) {
            s0 += (double) a[i] * b[i];
        }
        return (s0 + s1) + (s2 + s3);
    }

    static void gatherRows(OneDnnTensor table, OneDnnTensor rows, OneDnnTensor y) {
        int width = (int) table.columns();
        int[] indices = indices("gatherRows", rows, table.rows());
        for (int i = 0; i < indices.length; i++) {
            y.copy((long) i * width, table, (long) indices[i] * width, width);
        }
    }

    static void scatterAddRows(OneDnnTensor dy, OneDnnTensor rows, OneDnnTensor table) {
        int width = (int) table.columns();
        int[] indices = indices("scatterAddRows", rows, table.rows());
        float[] gradient = new float[width];
        float[] row = new float[width];
        for (int i = 0; i < indices.length; i++) {
            dy.read((long) i * width, gradient, 0, width);
            table.read((long) indices[i] * width, row, 0, width);
            for (int j = 0; j < width; j++) {
                row[j] += gradient[j];
            }
            table.write((long) indices[i] * width, row, 0, width);
        }
    }

    /** Checked here, because native memory has no bounds: a bad id would read or destroy what lies beyond. */
    private static int[] indices(String operation, OneDnnTensor rows, long limit) {
        int[] indices = new int[Math.toIntExact(rows.size())];
        rows.readInts(0, indices, indices.length);
        for (int i = 0; i < indices.length; i++) {
            ShapeCheck.rowNumber(operation, i, indices[i], limit);
        }
        return indices;
    }

    static void prependToken(OneDnnTensor token, OneDnnTensor x, int tokens, OneDnnTensor y) {
        long width = token.size();
        long batch = y.size() / (tokens * width);
        for (long b = 0; b < batch; b++) {
            y.copy(b * tokens * width, token, 0, width);
            y.copy((b * tokens + 1) * width, x, b * (tokens - 1) * width, (tokens - 1) * width);
        }
    }

    static void prependTokenBackward(OneDnnTensor dy, int tokens, OneDnnTensor dToken, OneDnnTensor dx) {
        int width = (int) dToken.size();
        long batch = dy.size() / ((long) tokens * width);
        float[] sum = new float[width];
        float[] row = new float[width];
        dToken.read(0, sum, 0, width);
        for (long b = 0; b < batch; b++) {
            dy.read(b * tokens * width, row, 0, width);
            for (int j = 0; j < width; j++) {
                sum[j] += row[j];
            }
            dx.copy(b * (tokens - 1) * width, dy, (b * tokens + 1) * width, (tokens - 1L) * width);
        }
        dToken.write(0, sum, 0, width);
    }

    static void l2Normalize(OneDnnTensor x, OneDnnTensor y, OneDnnTensor norms) {
        int width = (int) x.columns();
        float[] row = new float[width];
        float[] norm = new float[1];
        for (long r = 0; r < x.rows(); r++) {
            x.read(r * width, row, 0, width);
            norm[0] = (float) Math.max(Math.sqrt(dot(row, row, width)), 1e-12);
            for (int j = 0; j < width; j++) {
                row[j] /= norm[0];
            }
            y.write(r * width, row, 0, width);
            norms.write(r, norm, 0, 1);
        }
    }

    static void l2NormalizeBackward(OneDnnTensor dy, OneDnnTensor y, OneDnnTensor norms, OneDnnTensor dx) {
        int width = (int) y.columns();
        float[] gradient = new float[width];
        float[] row = new float[width];
        float[] norm = new float[1];
        for (long r = 0; r < y.rows(); r++) {
            dy.read(r * width, gradient, 0, width);
            y.read(r * width, row, 0, width);
            norms.read(r, norm, 0, 1);
            float along = (float) dot(gradient, row, width);
            for (int j = 0; j < width; j++) {
                gradient[j] = (gradient[j] - row[j] * along) / norm[0];
            }
            dx.write(r * width, gradient, 0, width);
        }
    }

    static double softmaxCrossEntropy(OneDnnTensor logits, int labelOffset, double weight, OneDnnTensor dLogits) {
        int columns = (int) logits.columns();
        float[] row = new float[columns];
        double loss = 0;
        for (int r = 0; r < logits.rows(); r++) {
            logits.read((long) r * columns, row, 0, columns);
            loss += crossEntropy(row, r + labelOffset, weight);
            dLogits.write((long) r * columns, row, 0, columns);
        }
        return weight * loss;
    }

    /** Replaces the row by its weighted gradient and returns its loss. */
    private static double crossEntropy(float[] row, int label, double weight) {
        float maximum = Float.NEGATIVE_INFINITY;
        for (float value : row) {
            maximum = Math.max(maximum, value);
        }
        double right = row[label];
        double sum = 0;
        for (int j = 0; j < row.length; j++) {
            double exponential = Math.exp(row[j] - maximum);
            row[j] = (float) exponential;
            sum += exponential;
        }
        float factor = (float) (weight / sum);
        for (int j = 0; j < row.length; j++) {
            row[j] *= factor;
        }
        row[label] -= (float) weight;
        return maximum + Math.log(sum) - right;
    }
}
