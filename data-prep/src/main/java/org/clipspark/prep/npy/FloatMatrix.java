package org.clipspark.prep.npy;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.Serializable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Rows of equally many float32 values, such as centroids {@code [K, D]} of embeddings of {@code D} values. */
public final class FloatMatrix implements Serializable {
    private static final long serialVersionUID = 1L;

    private final int columns;
    private final float[] values;

    /**
     * Takes ownership of the values.
     *
     * @param columns values in a row, at least 1
     * @param values {@code [rows, columns]}, row by row
     * @throws IllegalArgumentException if the values do not fill whole rows
     */
    public FloatMatrix(int columns, float[] values) {
        if (columns < 1 || values.length % columns != 0) {
            throw new IllegalArgumentException(
                    "A matrix needs whole rows, got " + values.length + " values for rows of " + columns);
        }
        this.columns = columns;
        this.values = values;
    }

    /**
     * Reads a two-dimensional {@code .npy} file of little-endian float32 or float64 in C order.
     *
     * @throws IllegalArgumentException if the file holds anything else, an entry that is not finite, no entry, or more than
     *     2^31 - 9 of them
     * @throws java.io.UncheckedIOException if it cannot be read
     */
    public static FloatMatrix load(Path file, Configuration hadoop) {
        return NpyFile.read(file, hadoop, FloatMatrix::read);
    }

    private static FloatMatrix read(NpyHeader header, DataInputStream in) throws IOException {
        boolean isDouble = header.type().equals("'<f8'");
        boolean isFloat = header.type().equals("'<f4'");
        if (!(isDouble || isFloat) || header.isFortranOrder() || header.shape().size() != 2) {
            throw new IllegalArgumentException("expected a matrix of '<f4' or '<f8' in C order, got " + header.type()
                    + " of shape " + header.shape() + (header.isFortranOrder() ? " in Fortran order" : ""));
        }
        long rows = header.shape().get(0);
        long columns = header.shape().get(1);
        if (rows < 1 || columns < 1 || rows > (Integer.MAX_VALUE - 8) / columns) {
            throw new IllegalArgumentException(
                    "expected at least one and at most 2^31 - 9 values, got the shape " + header.shape());
        }
        float[] values = new float[(int) (rows * columns)];
        for (int i = 0; i < values.length; i++) {
            values[i] = isDouble
                    ? (float) Double.longBitsToDouble(Long.reverseBytes(in.readLong()))
                    : Float.intBitsToFloat(Integer.reverseBytes(in.readInt()));
            if (!Float.isFinite(values[i])) {
                throw new IllegalArgumentException("value " + i + " is " + values[i] + ", expected finite numbers");
            }
        }
        return new FloatMatrix((int) columns, values);
    }

    /** Number of rows. */
    public int rows() {
        return values.length / columns;
    }

    /** Values in a row. */
    public int columns() {
        return columns;
    }

    /**
     * Inner product of a row with a vector, summed in double precision from left to right.
     *
     * @param vector {@code [columns]}, not changed
     */
    public double dot(int row, float[] vector) {
        double sum = 0;
        int start = row * columns;
        for (int i = 0; i < columns; i++) {
            sum += (double) values[start + i] * vector[i];
        }
        return sum;
    }

    /**
     * The row with the greatest inner product with a vector, the first of them if there are several.
     *
     * @param vector {@code [columns]}, not changed
     * @throws IllegalArgumentException if the vector has another length
     */
    public int nearest(float[] vector) {
        if (vector.length != columns) {
            throw new IllegalArgumentException("expected a vector of " + columns + " values, got " + vector.length);
        }
        int best = 0;
        double greatest = Double.NEGATIVE_INFINITY;
        for (int row = 0; row < rows(); row++) {
            double product = dot(row, vector);
            if (product > greatest) {
                greatest = product;
                best = row;
            }
        }
        return best;
    }
}
