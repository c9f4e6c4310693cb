package org.clipspark.job.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/** A small run whose shards lie on some file system of Hadoop, beside the same run on local files. */
final class StoredRun {
    private final SparkSession session;
    private final SmallRun run;
    private final String address;

    private StoredRun(SparkSession session, SmallRun run, String address) {
        this.session = session;
        this.run = run;
        this.address = address;
    }

    /** Prepares shards and copies them to {@code address/shards}. */
    static StoredRun prepare(SparkSession session, java.nio.file.Path folder, String address) throws IOException {
        SmallRun run = SmallRun.prepare(session, folder);
        fileSystem(session, address)
                .copyFromLocalFile(new Path(folder.resolve("shards").toUri()), new Path(address + "/shards"));
        return new StoredRun(session, run, address);
    }

    /** Trains both, which must give the same. */
    void learnsAsOnLocalFiles() throws IOException {
        run.train(session, run.config("local", "train.epochs=1"));
        run.train(session, run.config("stored", "train.epochs=1", "data.shards=" + address + "/shards"));

        assertThat(run.metrics("stored")).isEqualTo(run.metrics("local"));
    }

    private static FileSystem fileSystem(SparkSession session, String address) throws IOException {
        Configuration hadoop = session.sparkContext().hadoopConfiguration();
        return FileSystem.get(URI.create(address), hadoop);
    }
}
