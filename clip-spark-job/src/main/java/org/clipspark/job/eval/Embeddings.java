package org.clipspark.job.eval;

/** Embeddings of unit length, one a row: {@code [N, E]}, row-major. */
public final class Embeddings {
    // Wide enough for rows that were normalised in 16-bit floats, narrow enough to refuse rows that never were.
    private static final double LENGTH_TOLERANCE = 1e-2;
    private static final double SMALLEST_NORM = 1e-12;

    private final float[] values;
    private final int width;

    private Embeddings(float[] values, int width) {
        this.values = values;
        this.width = width;
    }

    /**
     * Rows that have unit length already.
     *
     * @param values {@code [N, E]}, row-major; kept, not copied
     * @param width {@code E}
     * @throws IllegalArgumentException if the values are no whole rows, not finite, or a row's length is not one (a row
     *     of zeros is let through: an encoder that gives nothing is measured, not refused)
     */
    public static Embeddings of(float[] values, int width) {
        checkRows(values, width);
        for (int row = 0; row < values.length / width; row++) {
            double norm = norm(values, row, width);
            if (norm != 0 && Math.abs(norm - 1) > LENGTH_TOLERANCE) {
                throw new IllegalArgumentException(
                        "Embedding row " + row + " has length " + norm + ", expected 1: normalise it first");
            }
        }
        return new Embeddings(values, width);
    }

    /**
     * Rows of any length, divided by their length (at least 1e-12).
     *
     * @param values {@code [N, E]}, row-major; read, not kept
     * @param width {@code E}
     * @throws IllegalArgumentException if the values are no whole rows or not finite
     */
    public static Embeddings normalised(float[] values, int width) {
        checkRows(values, width);
        float[] unit = new float[values.length];
        for (int row = 0; row < values.length / width; row++) {
            double norm = Math.max(norm(values, row, width), SMALLEST_NORM);
            for (int i = row * width; i < (row + 1) * width; i++) {
                unit[i] = (float) (values[i] / norm);
            }
        }
        return new Embeddings(unit, width);
    }

    /** {@code N}. */
    public int rows() {
        return values.length / width;
    }

    /** {@code E}. */
    public int width() {
        return width;
    }

    /** {@code [N, E]}, row-major; the array itself, to be read only. */
    public float[] values() {
        return values;
    }

    /**
     * Some of the rows, in the order given; a row may come more than once.
     *
     * @param rows their numbers
     * @throws IllegalArgumentException if there is no such row
     */
    public Embeddings select(int[] rows) {
        float[] selected = new float[Math.multiplyExact(rows.length, width)];
        for (int i = 0; i < rows.length; i++) {
            if (rows[i] < 0 || rows[i] >= rows()) {
                throw new IllegalArgumentException("There is no row " + rows[i] + " among " + rows() + " embeddings");
            }
            System.arraycopy(values, rows[i] * width, selected, i * width, width);
        }
        return new Embeddings(selected, width);
    }

    /**
     * Scalar product of one row of this with one row of another, summed in the order of {@link SimilarityBlocks}: the
     * two agree to the last bit.
     */
    float dot(int row, Embeddings other, int otherRow) {
        int left = row * width;
        int right = otherRow * width;
        float sum = 0;
        for (int k = 0; k < width; k++) {
            sum += values[left + k] * other.values[right + k];
        }
        return sum;
    }

    /** Checks that both sides of a comparison have the same width. */
    void checkSameWidth(Embeddings other, String what) {
        if (other.width != width) {
            throw new IllegalArgumentException(
                    what + " have embeddings of width " + other.width + ", expected the images' " + width);
        }
    }

    private static void checkRows(float[] values, int width) {
        if (width < 1 || values.length % width != 0) {
            throw new IllegalArgumentException(
                    "Embeddings of " + values.length + " values are no whole rows of width " + width);
        }
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw new IllegalArgumentException("Embedding row " + i / width + " holds " + values[i]
                        + ", expected finite numbers: the model has diverged");
            }
        }
    }

    private static double norm(float[] values, int row, int width) {
        double squares = 0;
        for (int i = row * width; i < (row + 1) * width; i++) {
            squares += (double) values[i] * values[i];
        }
        return Math.sqrt(squares);
    }
}
