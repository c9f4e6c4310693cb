package org.clipspark.job.eval;

import java.util.Arrays;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * All scalar products of the rows of two matrices, block by block: memory holds one panel of columns per thread, never
 * the whole matrix. Each product is summed over {@code E} from first to last, so that neither the block nor the number of
 * threads changes a bit of it.
 */
final class SimilarityBlocks {
    /** Columns of a panel: 512 floats a row keep the vector loop long and a panel of {@code E = 512} in 1 MiB. */
    static final int COLUMNS = 512;

    private static final int UNROLL = 4;

    private final Embeddings rows;
    private final Embeddings columns;
    private final int panelColumns;

    /** Takes what is computed from one row of one panel. */
    interface RowConsumer {
        /**
         * Takes one row of one panel.
         *
         * @param row of the left matrix
         * @param firstColumn of the right matrix that {@code products[0]} belongs to
         * @param products of the row with the panel's columns; reused after the call
         * @param count of products that count
         */
        void accept(int row, int firstColumn, float[] products, int count);
    }

    SimilarityBlocks(Embeddings rows, Embeddings columns, int panelColumns) {
        if (panelColumns < 1) {
            throw new IllegalArgumentException("Chunk must be positive, got " + panelColumns);
        }
        this.rows = rows;
        this.columns = columns;
        this.panelColumns = Math.min(panelColumns, Math.max(1, columns.rows()));
    }

    /** Number of panels. */
    int panels() {
        return (columns.rows() + panelColumns - 1) / panelColumns;
    }

    /** Runs all panels, several at a time; the consumer of one panel is called from one thread, row by row. */
    void forEachPanel(IntFunction<RowConsumer> consumers) {
        IntStream.range(0, panels()).parallel().forEach(panel -> run(panel, consumers.apply(panel)));
    }

    private void run(int panel, RowConsumer consumer) {
        int first = panel * panelColumns;
        int count = Math.min(panelColumns, columns.rows() - first);
        float[][] transposed = transpose(first, count);
        float[] products = new float[count];
        float[] row = new float[transposed.length];
        for (int i = 0; i < rows.rows(); i++) {
            System.arraycopy(rows.values(), i * rows.width(), row, 0, rows.width());
            Arrays.fill(products, 0);
            for (int k = 0; k < row.length; k += UNROLL) {
                accumulate(
                        row[k],
                        row[k + 1],
                        row[k + 2],
                        row[k + 3],
                        transposed[k],
                        transposed[k + 1],
                        transposed[k + 2],
                        transposed[k + 3],
                        products);
            }
            consumer.accept(i, first, products, count);
        }
    }

    // Separate arrays and four of them: the form that C2 turns into vector code (measured: one array with offsets is
    // not).
    private static void accumulate(
            float a0, float a1, float a2, float a3, float[] b0, float[] b1, float[] b2, float[] b3, float[] products) {
        for (int j = 0; j < products.length; j++) {
            products[j] = products[j] + a0 * b0[j] + a1 * b1[j] + a2 * b2[j] + a3 * b3[j];
        }
    }

    /** {@code [E rounded up to four, count]}; the added rows are zero and add nothing. */
    private float[][] transpose(int first, int count) {
        int width = columns.width();
        float[][] panel = new float[(width + UNROLL - 1) / UNROLL * UNROLL][count];
        for (int j = 0; j < count; j++) {
            int from = (first + j) * width;
            for (int k = 0; k < width; k++) {
                panel[k][j] = columns.values()[from + k];
            }
        }
        return panel;
    }
}
