package org.clipspark.job.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.clipspark.job.config.JobConfig;

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

    /** Trains on local files and on stored ones, shards and checkpoints, the latter in two goes: both must give the same. */
    void learnsAsOnLocalFiles() throws IOException {
        run.train(session, run.config("local"));
        String[] stored = {"data.shards=" + address + "/shards", "checkpoint.directory=" + address + "/checkpoints"};
        JobConfig config = run.config("stored", stored);
        Stopper stopper = new Stopper();
        Trainer trainer = run.trainer(session, config, stopper);
        stopper.trainers.add(trainer);
        assertThatThrownBy(trainer::run).isInstanceOf(StoppedException.class);

        run.trainer(session, config).resume();

        assertThat(run.metrics("stored")).isEqualTo(run.metrics("local"));
        FileSystem files = fileSystem(session, address);
        assertThat(files.exists(new Path(address + "/checkpoints/epoch-0002/model.safetensors")))
                .isTrue();
    }

    /** Stops a run behind its first epoch. */
    private static final class Stopper implements TrainingListener {
        private final List<Trainer> trainers = new ArrayList<>();

        @Override
        public void trained(int epoch, EpochReport report, TrainingClock clock) {
            trainers.forEach(Trainer::stop);
        }
    }

    private static FileSystem fileSystem(SparkSession session, String address) throws IOException {
        Configuration hadoop = session.sparkContext().hadoopConfiguration();
        return FileSystem.get(URI.create(address), hadoop);
    }
}
