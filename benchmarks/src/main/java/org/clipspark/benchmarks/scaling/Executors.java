package org.clipspark.benchmarks.scaling;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.clipspark.job.sync.RingSettings;
import org.clipspark.job.sync.SparkRing;
import org.clipspark.job.sync.StageResources;

/** Spark executors of one core each on this machine, every one a process of its own. */
final class Executors implements AutoCloseable {
    private static final int MEMORY_MIB = 1024;

    private final JavaSparkContext spark;

    private Executors(JavaSparkContext spark) {
        this.spark = spark;
    }

    /** Starts them; SPARK_HOME names a folder that may be empty. */
    static Executors start(int count) {
        String home = System.getenv("SPARK_HOME");
        if (home == null) {
            throw new IllegalStateException("SPARK_HOME is not set: start this by benchmarks/run");
        }
        try {
            // Spark looks for its jars there; the executors get this process's class path.
            Files.createDirectories(Path.of(home, "jars"));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot prepare " + home, e);
        }
        SparkConf conf = new SparkConf()
                .setAppName("scaling")
                .setMaster("local-cluster[" + count + ",1," + MEMORY_MIB + "]")
                .set("spark.executor.memory", MEMORY_MIB + "m")
                .set("spark.executor.extraClassPath", System.getProperty("java.class.path"))
                // JavaCPP takes a multiple of the heap for the most that a process may have.
                .set("spark.executor.extraJavaOptions", "-Dorg.bytedeco.javacpp.maxphysicalbytes=0")
                .set("spark.executorEnv.OMP_NUM_THREADS", "1")
                .set("spark.executorEnv.OPENBLAS_NUM_THREADS", "1")
                .set("spark.ui.enabled", "false")
                .set("spark.driver.host", "127.0.0.1")
                .set("spark.driver.bindAddress", "127.0.0.1");
        return new Executors(new JavaSparkContext(conf));
    }

    /** Runs a turn on that many of them. */
    List<ReplicaTurn> turn(int replicas, ScalingRun run) {
        return SparkRing.run(
                StageResources.ofSpark(spark),
                replicas,
                run.name(),
                RingSettings.DEFAULT,
                group -> ScalingReplica.turn(run, group));
    }

    @Override
    public void close() {
        spark.close();
    }
}
