package org.clipspark.job.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Training, checkpoints and evaluation on HDFS: a name node and a data node in this process. */
@Timeout(value = 420, unit = TimeUnit.SECONDS)
class HdfsIT {
    @TempDir
    static Path folder;

    private static MiniDFSCluster hdfs;
    private static SparkSession session;

    @BeforeAll
    static void start() throws IOException {
        Configuration hadoop = new Configuration();
        hadoop.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, folder.resolve("hdfs").toString());
        hdfs = new MiniDFSCluster.Builder(hadoop).numDataNodes(1).build();
        session = SparkSession.builder()
                .master("local[2]")
                .appName("HdfsIT")
                .config("spark.ui.enabled", "false")
                .getOrCreate();
    }

    @AfterAll
    static void stop() {
        session.stop();
        hdfs.shutdown();
    }

    @Test
    void trainsFromShardsOnHdfsAndWatchesForCheckpointsThere() throws IOException {
        StoredRun stored = StoredRun.prepare(session, folder.resolve("run"), address() + "/run");

        stored.learnsAsOnLocalFiles();
        stored.evaluatesAWatchedCheckpointOnce();
    }

    @Test
    void aKillWhileACheckpointIsWrittenLosesNothing() throws IOException {
        InterruptedCheckpoint.losesNothing(
                session.sparkContext().hadoopConfiguration(),
                address() + "/checkpoints",
                InterruptedCheckpoint.Last.RENAME);
    }

    private static String address() throws IOException {
        return hdfs.getFileSystem().getUri().toString();
    }
}
