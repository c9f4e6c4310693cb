package org.clipspark.prep;

import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;
import org.apache.spark.util.SerializableConfiguration;
import org.clipspark.prep.shard.OutputFolder;
import org.clipspark.prep.shard.RowStatus;
import org.clipspark.prep.shard.ShardManifest;
import org.clipspark.prep.shard.ShardRow;
import org.clipspark.prep.shard.ShardSplit;
import org.clipspark.prep.shard.ShardWriter;

/**
 * The tasks that write files: one for each.
 *
 * @param output folder of the data set
 * @param imageColumn name of the image column
 * @param rowGroupBytes size of a row group
 * @param classNames numbers of the classes
 * @param hadoop settings of the file system
 */
record ShardStage(
        String output, String imageColumn, long rowGroupBytes, ClassNames classNames, SerializableConfiguration hadoop)
        implements Serializable {
    /** Reason of rows whose key an earlier row has. */
    static final String DUPLICATE = "duplicate_key";

    /**
     * What one task wrote.
     *
     * @param shard the file, or nothing if all of its range was empty
     * @param duplicates rows that were left out
     */
    record Written(List<ShardManifest.Shard> shard, ShardSplit split, long duplicates) implements Serializable {}

    /** Writes the sorted rows of one shard, the first of each key. */
    Iterator<Written> write(ShardSplit split, int shard, Iterator<PreparedRow> rows) {
        if (!rows.hasNext()) {
            return List.of(new Written(List.of(), split, 0)).iterator();
        }
        Path file = new Path(new Path(output, split.folder()), name(shard));
        long duplicates = 0;
        try (ShardWriter writer = ShardWriter.ofPairs(file, attempt(), imageColumn, rowGroupBytes, hadoop.value())) {
            String previous = "";
            while (rows.hasNext()) {
                ShardRow row = rows.next().row();
                if (row.key().equals(previous)) {
                    duplicates++;
                } else {
                    previous = row.key();
                    writer.write(row.withText(classNames.numbered(row.text())));
                }
            }
            return List.of(new Written(List.of(writer.finish(split)), split, duplicates))
                    .iterator();
        }
    }

    /** Writes rejected rows; returns their number. */
    Iterator<Long> writeRejected(int shard, Iterator<PreparedRow> rows) {
        if (!rows.hasNext()) {
            return List.of(0L).iterator();
        }
        Path file = new Path(new Path(output, OutputFolder.REJECTED), name(shard));
        long count = 0;
        try (ShardWriter writer = ShardWriter.ofRejected(file, attempt(), rowGroupBytes, hadoop.value())) {
            while (rows.hasNext()) {
                writer.write(rows.next().row());
                count++;
            }
            writer.finishRejected();
        }
        return List.of(count).iterator();
    }

    private static String name(int shard) {
        return String.format(Locale.ROOT, "part-%05d.parquet", shard);
    }

    private static String attempt() {
        return Long.toString(TaskContext.get().taskAttemptId());
    }

    /** The row as a rejected one. */
    static PreparedRow duplicate(PreparedRow row) {
        String where = row.origin().file() + " at row " + row.origin().position();
        return row.rejected(new RowStatus(DUPLICATE, "found again in " + where));
    }
}
