package org.clipspark.model.compute.cuda.kernel;

import org.clipspark.model.compute.cuda.device.CudaTensor;
import org.clipspark.model.compute.cuda.device.LaunchShape;

/** Rows added to a table, in the order of their places: row numbers are sorted first, and nothing is added atomically. */
final class RowScatter {
    private static final int SORTED_AT_ONCE = 2048;
    private static final int SORT_THREADS = 1024;
    private static final int SECTION = 128;

    private final KernelFile file;

    /** Launches kernels of {@code scatter.cu}. */
    RowScatter(KernelFile file) {
        this.file = file;
    }

    /** {@code table[rows[i]] += dy[i]}; row numbers outside the table are left out. */
    void add(CudaTensor dy, CudaTensor rows, CudaTensor table) {
        long count = rows.size();
        long padded = Math.max(SORTED_AT_ONCE, Long.highestOneBit(2 * count - 1));
        long sections = (count + SECTION - 1) / SECTION;
        long keys = file.runtime().scratch(padded * Long.BYTES + 2 * sections * dy.columns() * Float.BYTES);
        sort(rows, table.rows(), keys, padded);
        long carry = keys + padded * Long.BYTES;
        LaunchShape shape = LaunchShape.of(sections, KernelFile.THREADS);
        file.launch("scatter_section", shape, dy, table)
                .tensor(dy)
                .address(keys)
                .int64(count)
                .int32(dy.columns())
                .tensor(table)
                .address(carry)
                .run();
        file.launch("scatter_carried", shape, table)
                .address(keys)
                .int64(count)
                .int32(dy.columns())
                .tensor(table)
                .address(carry)
                .run();
    }

    /** Bitonic: runs double in length, and pairs within a run come closer by half each time. */
    private void sort(CudaTensor rows, long tableRows, long keys, long padded) {
        LaunchShape near = LaunchShape.of(padded / SORTED_AT_ONCE, SORT_THREADS);
        file.launch("sort_keys", near)
                .tensor(rows)
                .int64(rows.size())
                .int64(tableRows)
                .address(keys)
                .run();
        for (long run = 2L * SORTED_AT_ONCE; run <= padded; run *= 2) {
            for (long distance = run / 2; distance >= SORTED_AT_ONCE; distance /= 2) {
                file.launch("merge_keys_far", KernelFile.each(padded / 2))
                        .address(keys)
                        .int64(run)
                        .int64(distance)
                        .run();
            }
            file.launch("merge_keys_near", near).address(keys).int64(run).run();
        }
    }
}
