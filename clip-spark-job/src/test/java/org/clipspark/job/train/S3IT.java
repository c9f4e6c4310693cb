package org.clipspark.job.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Training, checkpoints and evaluation on S3: a server in this process. */
@Timeout(value = 420, unit = TimeUnit.SECONDS)
class S3IT {
    private static final String BUCKET = "s3a://bucket";

    @TempDir
    static Path folder;

    private static S3Server server;
    private static SparkSession session;

    @BeforeAll
    static void start() throws IOException, ReflectiveOperationException {
        server = S3Server.start("bucket");
        SparkSession.Builder builder =
                SparkSession.builder().master("local[2]").appName("S3IT").config("spark.ui.enabled", "false");
        server.settings().forEach((key, value) -> builder.config("spark.hadoop." + key, value));
        session = builder.getOrCreate();
    }

    @AfterAll
    static void stop() throws IOException, ReflectiveOperationException {
        if (session != null) {
            session.stop();
            server.close();
        }
    }

    @Test
    void trainsFromShardsOnS3AndWatchesForCheckpointsThere() throws IOException {
        StoredRun stored = StoredRun.prepare(session, folder.resolve("run"), BUCKET + "/run");

        stored.learnsAsOnLocalFiles();
        stored.evaluatesAWatchedCheckpointOnce();
    }

    @Test
    void aKillWhileACheckpointIsWrittenLosesNothing() throws IOException {
        InterruptedCheckpoint.losesNothing(
                session.sparkContext().hadoopConfiguration(),
                BUCKET + "/checkpoints",
                InterruptedCheckpoint.Last.MARKER);
    }
}
