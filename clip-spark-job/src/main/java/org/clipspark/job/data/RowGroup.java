package org.clipspark.job.data;

import java.util.ArrayList;
import java.util.List;
import org.clipspark.prep.shard.ShardManifest;
import org.clipspark.prep.shard.ShardManifest.Shard;
import org.clipspark.prep.shard.ShardSplit;

/**
 * One row group of a shard.
 *
 * @param source number of the source, from 0
 * @param file path relative to the source's folder
 * @param index number within the file, from 0
 * @param rows rows in it
 * @param firstRow number of its first row within the split of all sources
 * @param bytes about how many bytes it takes
 */
record RowGroup(int source, String file, int index, int rows, long firstRow, long bytes) {
    /**
     * All row groups of a split, in the order of the manifest; empty ones are left out.
     *
     * @param source number of the source whose manifest it is
     * @param before rows of the sources before it
     */
    static List<RowGroup> of(int source, ShardManifest manifest, ShardSplit split, long before) {
        List<RowGroup> groups = new ArrayList<>();
        long firstRow = before;
        for (Shard shard : manifest.shards(split)) {
            double bytesPerRow = (double) shard.bytes() / Math.max(1, shard.rows());
            for (int index = 0; index < shard.rowGroupRows().size(); index++) {
                int rows = Math.toIntExact(shard.rowGroupRows().get(index));
                if (rows > 0) {
                    groups.add(
                            new RowGroup(source, shard.file(), index, rows, firstRow, Math.round(rows * bytesPerRow)));
                }
                firstRow += rows;
            }
        }
        return groups;
    }
}
