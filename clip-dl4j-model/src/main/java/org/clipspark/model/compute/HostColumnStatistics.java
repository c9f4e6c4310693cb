package org.clipspark.model.compute;

/**
 * Mean and variance of the columns of a matrix in one pass, on all threads of the replica. Differences from the first row
 * are added up, in single precision over a few rows and in double precision over all: a mean that is large beside the
 * deviation then costs no digits. The result is the same for any number of threads.
 */
final class HostColumnStatistics {
    /** Elements that one thread adds up at a time. */
    private static final int SECTION = 1 << 16;

    /** Elements of the loop that adds up, whole rows side by side: enough to vectorise, few enough for the nearest cache. */
    private static final int WIDTH = 2048;

    private final HostThreads threads;

    HostColumnStatistics(HostThreads threads) {
        this.threads = threads;
    }

    /** Sets {@code mean [C]} and {@code variance [C]} to those of {@code x [N, C]}. */
    void measure(OneDnnTensor x, OneDnnTensor mean, OneDnnTensor variance) {
        int columns = Math.toIntExact(x.columns());
        float[] pivot = repeatedFirstRow(x, columns);
        long rowsOfSection = Math.max(1, SECTION / columns);
        double[][] sums = new double[HostThreads.sections(x.rows(), rowsOfSection)][];
        threads.run(
                x.rows(),
                rowsOfSection,
                (section, from, to) -> sums[section] = add(x, pivot, columns, from * columns, to * columns));
        double[] means = new double[columns];
        double[] variances = new double[columns];
        for (int c = 0; c < columns; c++) {
            double sum = 0;
            double squares = 0;
            for (double[] section : sums) {
                sum += section[c];
                squares += section[columns + c];
            }
            double shift = sum / x.rows();
            means[c] = pivot[c] + shift;
            variances[c] = Math.max(0, squares / x.rows() - shift * shift);
        }
        mean.write(0, means, 0, columns);
        variance.write(0, variances, 0, columns);
    }

    private static float[] repeatedFirstRow(OneDnnTensor x, int columns) {
        float[] pivot = new float[columns * Math.max(1, WIDTH / columns)];
        x.read(0, pivot, 0, columns);
        for (int i = columns; i < pivot.length; i++) {
            pivot[i] = pivot[i - columns];
        }
        return pivot;
    }

    /** Sums of the differences {@code [C]}, then of their squares {@code [C]}, over whole rows. */
    private static double[] add(OneDnnTensor x, float[] pivot, int columns, long from, long to) {
        int width = pivot.length;
        float[] sums = new float[width];
        float[] squares = new float[width];
        float[] block = new float[width];
        for (long offset = from; offset < to; offset += width) {
            int count = (int) Math.min(width, to - offset);
            x.read(offset, block, 0, count);
            addLine(block, pivot, sums, squares, count);
        }
        double[] folded = new double[2 * columns];
        for (int i = 0; i < width; i++) {
            folded[i % columns] += sums[i];
            folded[columns + i % columns] += squares[i];
        }
        return folded;
    }

    // All arrays from their start on: the compiler does not vectorise what begins elsewhere.
    private static void addLine(float[] x, float[] pivot, float[] sums, float[] squares, int count) {
        for (int i = 0; i < count; i++) {
            float difference = x[i] - pivot[i];
            sums[i] += difference;
            squares[i] += difference * difference;
        }
    }
}
