package org.clipspark.model.compute;

import java.util.Arrays;

/** The mean of each sequence, put before it, row by row. */
final class MeanTokenLoops {
    private MeanTokenLoops() {}

    static void prependMean(int tokens, OneDnnTensor x, OneDnnTensor y) {
        int width = (int) x.columns();
        long others = tokens - 1L;
        float[] row = new float[width];
        float[] mean = new float[width];
        for (long b = 0; b < y.rows() / tokens; b++) {
            Arrays.fill(mean, 0);
            for (long t = 0; t < others; t++) {
                x.read((b * others + t) * width, row, 0, width);
                for (int i = 0; i < width; i++) {
                    mean[i] += row[i];
                }
            }
            for (int i = 0; i < width; i++) {
                mean[i] /= others;
            }
            y.write(b * tokens * width, mean, 0, width);
            y.copy((b * tokens + 1) * width, x, b * others * width, others * width);
        }
    }

    static void prependMeanBackward(int tokens, OneDnnTensor dy, OneDnnTensor dx) {
        int width = (int) dx.columns();
        long others = tokens - 1L;
        float[] row = new float[width];
        float[] first = new float[width];
        for (long b = 0; b < dy.rows() / tokens; b++) {
            dy.read(b * tokens * width, first, 0, width);
            for (long t = 0; t < others; t++) {
                dy.read((b * tokens + t + 1) * width, row, 0, width);
                for (int i = 0; i < width; i++) {
                    row[i] += first[i] / others;
                }
                dx.write((b * others + t) * width, row, 0, width);
            }
        }
    }
}
