package org.clipspark.prep.stage;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.clipspark.prep.shard.ShardRow;
import org.clipspark.prep.shard.ShardRowReader;
import org.clipspark.prep.shard.ShardWriter;
import org.clipspark.prep.source.SourcePair;
import org.clipspark.prep.source.SourcePart;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does the parts that are not done yet, one task for each. */
public final class Staging {
    private static final Logger log = LoggerFactory.getLogger(Staging.class);

    private final JavaSparkContext spark;
    private final StageFolder folder;
    private final FileSettings settings;

    /**
     * How staged files are written.
     *
     * @param imageColumn name of the image column
     * @param rowGroupBytes size of a row group
     * @param hadoop settings of the file system
     */
    private record FileSettings(String imageColumn, long rowGroupBytes, SerializableConfiguration hadoop)
            implements java.io.Serializable {
        void write(String path, Iterator<ShardRow> rows) {
            String attempt = Long.toString(TaskContext.get().taskAttemptId());
            Configuration conf = hadoop.value();
            try (ShardWriter writer = ShardWriter.ofStaged(new Path(path), attempt, imageColumn, rowGroupBytes, conf)) {
                rows.forEachRemaining(writer::write);
                writer.finishUnlisted();
            }
        }
    }

    /**
     * Prepares the work.
     *
     * @param imageColumn name of the image column
     * @param rowGroupBytes size of a row group in the staged files
     */
    public Staging(JavaSparkContext spark, StageFolder folder, String imageColumn, long rowGroupBytes) {
        this.spark = spark;
        this.folder = folder;
        settings = new FileSettings(
                imageColumn, rowGroupBytes, new SerializableConfiguration(spark.hadoopConfiguration()));
    }

    /**
     * Does all parts of which there is no file.
     *
     * @param filter what happens to pairs before rows are made of them; it must keep partitions as they are
     */
    public StagedRows run(List<SourcePart> parts, PairStep filter, RowMaker maker) {
        Map<String, SourcePart> wanted = new TreeMap<>();
        parts.forEach(part -> wanted.put(StagedFile.ofPart(part.id()).part(), part));
        Set<String> done = new HashSet<>();
        folder.files().forEach(file -> done.add(file.part()));
        List<SourcePart> missing = new ArrayList<>();
        List<String> paths = new ArrayList<>();
        // In the order of the source: what comes first there is done first.
        for (SourcePart part : parts) {
            StagedFile file = StagedFile.ofPart(part.id());
            if (done.add(file.part())) {
                missing.add(part);
                paths.add(folder.path(file).toString());
            }
        }
        log.info("parts={} done={} to_do={}", parts.size(), parts.size() - missing.size(), missing.size());
        if (!missing.isEmpty()) {
            write(missing, paths, filter, maker);
        }
        List<StagedFile> files = folder.files().stream()
                .filter(file -> wanted.containsKey(file.part()))
                .toList();
        return new StagedRows(spark, folder.paths(files));
    }

    private void write(List<SourcePart> missing, List<String> paths, PairStep filter, RowMaker maker) {
        FileSettings target = settings;
        SerializableConfiguration hadoop = settings.hadoop();
        Broadcast<List<String>> names = spark.broadcast(paths);
        JavaRDD<SourcePair> pairs =
                spark.parallelize(missing, missing.size()).flatMap(part -> part.pairs(hadoop.value()));
        filter.apply(pairs)
                .mapPartitionsWithIndex(
                        (index, part) -> {
                            target.write(names.value().get(index), maker.rows(part));
                            return List.of(index).iterator();
                        },
                        true)
                .count();
        names.destroy();
    }

    /** All rows that earlier runs staged. */
    public StagedRows all() {
        return new StagedRows(spark, folder.paths(folder.files()));
    }

    /** Makes rows anew: files with such rows get a new generation, the others stay. */
    public StagedRows again(RowMaker maker, RowTest wanted) {
        FileSettings target = settings;
        Map<String, String> next = new TreeMap<>();
        for (StagedFile file : folder.files()) {
            next.put(folder.path(file).toString(), folder.path(file.next()).toString());
        }
        List<String> paths = List.copyOf(next.keySet());
        Broadcast<Map<String, String>> names = spark.broadcast(next);
        long files = spark.parallelize(paths, Math.max(1, paths.size()))
                .filter(path -> holds(path, wanted, target.hadoop().value()))
                .map(path -> {
                    ShardRowReader rows =
                            ShardRowReader.whole(new Path(path), target.hadoop().value());
                    target.write(names.value().getOrDefault(path, path), maker.again(rows, wanted));
                    return path;
                })
                .count();
        names.destroy();
        log.info("parts={} tried_again={}", paths.size(), files);
        folder.removeReplaced();
        return all();
    }

    private static boolean holds(String path, RowTest wanted, Configuration hadoop) {
        try (ShardRowReader rows = ShardRowReader.withoutImages(new Path(path), hadoop)) {
            while (rows.hasNext()) {
                if (wanted.test(rows.next())) {
                    return true;
                }
            }
            return false;
        }
    }
}
