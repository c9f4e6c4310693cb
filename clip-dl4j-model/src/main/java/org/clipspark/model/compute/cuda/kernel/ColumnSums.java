package org.clipspark.model.compute.cuda.kernel;

import org.clipspark.model.compute.cuda.device.CudaTensor;

/** Sums over the rows of a matrix, added to a vector. */
final class ColumnSums {
    private final KernelFile file;

    /** Launches kernels of {@code reduction.cu}. */
    ColumnSums(KernelFile file) {
        this.file = file;
    }

    /**
     * {@code sum += } column sums.
     *
     * @param x holds the rows
     * @param rows how many
     * @param columns of each
     * @param stride elements from one row to the next, a multiple of {@code columns}
     */
    void add(CudaTensor x, long rows, long columns, long stride, CudaTensor sum) {
        ColumnSections sections = ColumnSections.of(rows, columns, x);
        long partial = file.runtime().scratch(sections.bytes(1));
        file.launch("column_sums", sections.launch(), x)
                .tensor(x)
                .int64(rows)
                .int32(columns)
                .int64(stride)
                .int64(sections.sectionRows())
                .int32(sections.wideFlag())
                .address(partial)
                .run();
        finish(sections, partial, sum);
    }

    /** {@code sum += } column sums of {@code x * y}. */
    void addProducts(CudaTensor x, CudaTensor y, CudaTensor sum) {
        KernelFile.requireSame(x, y);
        ColumnSections sections = ColumnSections.of(x.rows(), x.columns(), x, y);
        long partial = file.runtime().scratch(sections.bytes(1));
        file.launch("column_products", sections.launch(), x)
                .tensor(x)
                .tensor(y)
                .int64(x.rows())
                .int32(x.columns())
                .int64(sections.sectionRows())
                .int32(sections.wideFlag())
                .address(partial)
                .run();
        finish(sections, partial, sum);
    }

    private void finish(ColumnSections sections, long partial, CudaTensor sum) {
        file.launch("add_columns", sections.finish(), sum)
                .address(partial)
                .int32(sections.sections())
                .int32(sections.columns())
                .tensor(sum)
                .run();
    }
}
