package org.clipspark.prep;

import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;
import org.apache.spark.util.SerializableConfiguration;
import org.clipspark.prep.shard.OutputFolder;
import org.clipspark.prep.shard.ShardManifest;
import org.clipspark.prep.shard.ShardRow;
import org.clipspark.prep.shard.ShardSplit;
import org.clipspark.prep.shard.ShardWriter;
import org.clipspark.prep.stage.WrittenShards;

/**
 * The tasks that write files: one for each.
 *
 * @param output folder of the data set
 * @param imageColumn name of the image column
 * @param rowGroupBytes size of a row group
 * @param classNames numbers of the classes
 * @param written notes of finished shards
 * @param hadoop settings of the file system
 */
record ShardStage(
        String output,
        String imageColumn,
        long rowGroupBytes,
        ClassNames classNames,
        WrittenShards written,
        SerializableConfiguration hadoop)
        implements Serializable {
    /** Writes the sorted rows of one shard; nothing if there are none. */
    Iterator<ShardManifest.Shard> write(ShardSplit split, int shard, Iterator<PreparedRow> rows) {
        if (!rows.hasNext()) {
            return List.<ShardManifest.Shard>of().iterator();
        }
        Path file = new Path(output, file(split, shard));
        try (ShardWriter writer = ShardWriter.ofPairs(file, attempt(), imageColumn, rowGroupBytes, hadoop.value())) {
            while (rows.hasNext()) {
                ShardRow row = rows.next().row();
                writer.write(row.withText(classNames.numbered(row.text())));
            }
            ShardManifest.Shard finished = writer.finish(split);
            written.add(finished, attempt(), hadoop.value());
            return List.of(finished).iterator();
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
            writer.finishUnlisted();
        }
        return List.of(count).iterator();
    }

    /** Name of a shard as the manifest spells it. */
    static String file(ShardSplit split, int shard) {
        return split.folder() + "/" + name(shard);
    }

    private static String name(int shard) {
        return String.format(Locale.ROOT, "part-%05d.parquet", shard);
    }

    private static String attempt() {
        return Long.toString(TaskContext.get().taskAttemptId());
    }
}
