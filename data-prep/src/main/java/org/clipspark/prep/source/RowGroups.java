package org.clipspark.prep.source;

import java.util.List;
import org.apache.parquet.hadoop.metadata.BlockMetaData;

/**
 * The row groups of a Parquet file that hold some of its rows. Parquet's reader takes a range of bytes and reads the groups
 * whose middle lies in it.
 *
 * @param firstRow number of their first row in the file
 * @param firstByte begin of the range
 * @param endByte end of the range
 */
record RowGroups(long firstRow, long firstByte, long endByte) {
    static RowGroups holding(RowRange rows, List<BlockMetaData> groups) {
        long firstRow = 0;
        long row = 0;
        long firstByte = 0;
        long endByte = Long.MAX_VALUE;
        for (BlockMetaData group : groups) {
            if (row <= rows.first()) {
                firstRow = row;
                firstByte = group.getStartingPos();
            }
            if (row >= rows.end()) {
                endByte = Math.min(endByte, group.getStartingPos());
            }
            row += group.getRowCount();
        }
        return new RowGroups(firstRow, firstByte, endByte);
    }
}
