package org.clipspark.model.compute.cuda.kernel;

import org.clipspark.model.compute.cuda.device.CudaTensor;
import org.clipspark.model.compute.cuda.device.LaunchShape;

/**
 * How the rows of a matrix are cut so that blocks add up its columns side by side. It depends on the sizes alone, so that sums
 * have the same bits on every card.
 *
 * @param columns of the matrix
 * @param sectionRows rows of a section, the last one aside
 * @param sections how many
 * @param wide whether a thread takes eight columns at a time
 */
record ColumnSections(int columns, long sectionRows, int sections, boolean wide) {
    private static final int LEAST_ROWS = 32;
    private static final int MOST_SECTIONS = 128;
    private static final int LANES = 32;
    private static final int PACK = 8;

    static ColumnSections of(long rows, long columns, CudaTensor... read) {
        return of(rows, columns, MOST_SECTIONS, read);
    }

    static ColumnSections of(long rows, long columns, int most, CudaTensor... read) {
        long sectionRows = Math.max(LEAST_ROWS, (rows + most - 1) / most);
        int sections = Math.toIntExact((rows + sectionRows - 1) / sectionRows);
        return new ColumnSections(Math.toIntExact(columns), sectionRows, sections, KernelFile.isWide(columns, read));
    }

    /** A block for each section of each group of columns. */
    LaunchShape launch() {
        int group = wide ? LANES * PACK : LANES;
        return LaunchShape.of((long) sections * ((columns + group - 1) / group), KernelFile.THREADS);
    }

    /** A thread for each column. */
    LaunchShape finish() {
        return KernelFile.each(columns);
    }

    /** Bytes of what the sections add up, for that many sums of each column. */
    long bytes(int sums) {
        return (long) sections * sums * columns * Float.BYTES;
    }

    int wideFlag() {
        return wide ? 1 : 0;
    }
}
