package org.clipspark.prep.export;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;
import org.clipspark.prep.shard.ShardManifest;
import org.clipspark.prep.shard.ShardRow;
import org.clipspark.prep.shard.ShardRowReader;
import org.clipspark.prep.shard.ShardSplit;

/**
 * A data set as WebDataset tar archives, laid out as img2dataset does it: of each shard one archive, with {@code KEY.jpg},
 * {@code KEY.txt} and {@code KEY.json} of each row, in the shard's order.
 *
 * @param tars archives
 * @param samples in them
 * @param erased rows that {@code tombstones.txt} lists and that were left out
 * @param bytes of all archives
 */
public record WebDatasetExport(int tars, long samples, long erased, long bytes) {
    /** Samples by archive: what open_clip reads to know the size of a data set. */
    private static final String SIZES = "sizes.json";

    /**
     * Writes the archives that are not there yet. The same data set gives the same bytes, however often the work was cut off.
     *
     * @param data folder of a data set
     * @param output folder that is new, empty, or holds an export of the same data set
     * @throws IllegalArgumentException if the output holds anything else; nothing is changed then
     * @throws java.io.UncheckedIOException if there is no data set, or a file system fails
     */
    public static WebDatasetExport write(SparkSession session, String data, String output) {
        JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
        SerializableConfiguration hadoop = new SerializableConfiguration(spark.hadoopConfiguration());
        ShardManifest manifest = ShardManifest.load(new Path(data), hadoop.value());
        ErasedKeys erased = ErasedKeys.load(new Path(data), hadoop.value());
        ExportFolder folder = new ExportFolder(new Path(output), hadoop.value());
        folder.begin(new ExportFolder.Note(manifest.contentHash(), erased.identity()));
        List<Task> tasks = tasks(manifest, data, output);
        Broadcast<ErasedKeys> keys = spark.broadcast(erased);
        List<Done> done = spark.parallelize(tasks, Math.max(1, tasks.size()))
                .map(task -> task.run(keys.value(), hadoop.value()))
                .collect();
        keys.destroy();
        writeSizes(folder, done);
        return new WebDatasetExport(
                done.size(),
                done.stream().mapToLong(Done::samples).sum(),
                done.stream().mapToLong(Done::erased).sum(),
                done.stream().mapToLong(Done::bytes).sum());
    }

    private static List<Task> tasks(ShardManifest manifest, String data, String output) {
        List<Task> tasks = new ArrayList<>();
        for (ShardSplit split : ShardSplit.values()) {
            List<ShardManifest.Shard> shards = manifest.shards(split);
            for (int i = 0; i < shards.size(); i++) {
                String name = String.format(Locale.ROOT, "%s/%05d.tar", split.folder(), i);
                ShardManifest.Shard shard = shards.get(i);
                tasks.add(new Task(
                        data + "/" + shard.file(), shard.rows(), output + "/" + name, name, manifest.imageColumn()));
            }
        }
        return tasks;
    }

    private static void writeSizes(ExportFolder folder, List<Done> done) {
        for (ShardSplit split : ShardSplit.values()) {
            String prefix = split.folder() + "/";
            Map<String, Long> sizes = new LinkedHashMap<>();
            done.stream()
                    .filter(archive -> archive.name().startsWith(prefix))
                    .forEach(archive -> sizes.put(archive.name().substring(prefix.length()), archive.samples()));
            if (!sizes.isEmpty()) {
                folder.write(prefix + SIZES, sizes);
            }
        }
    }

    /** An archive that is there. */
    private record Done(String name, long samples, long erased, long bytes) implements Serializable {}

    /**
     * An archive to be made.
     *
     * @param rows of the shard
     * @param name of the archive from its split's folder on
     */
    private record Task(String shard, long rows, String tar, String name, String imageEnding) implements Serializable {
        Done run(ErasedKeys erased, Configuration hadoop) throws IOException {
            Path file = new Path(tar);
            FileSystem fileSystem = file.getFileSystem(hadoop);
            if (!fileSystem.exists(file)) {
                write(file, erased, hadoop);
            }
            long left = erased.isEmpty() ? 0 : count(erased, hadoop);
            return new Done(
                    name, rows - left, left, fileSystem.getFileStatus(file).getLen());
        }

        private void write(Path file, ErasedKeys erased, Configuration hadoop) {
            String attempt = Long.toString(TaskContext.get().taskAttemptId());
            try (ShardRowReader reader = ShardRowReader.whole(new Path(shard), hadoop);
                    SampleTar archive = new SampleTar(file, attempt, imageEnding, hadoop)) {
                while (reader.hasNext()) {
                    ShardRow row = reader.next();
                    if (!erased.has(row.key())) {
                        archive.add(row);
                    }
                }
                archive.finish();
            }
        }

        private long count(ErasedKeys erased, Configuration hadoop) {
            long count = 0;
            try (ShardRowReader reader = ShardRowReader.withoutImages(new Path(shard), hadoop)) {
                while (reader.hasNext()) {
                    count += erased.has(reader.next().key()) ? 1 : 0;
                }
            }
            return count;
        }
    }
}
