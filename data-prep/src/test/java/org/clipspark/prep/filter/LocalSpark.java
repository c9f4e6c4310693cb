package org.clipspark.prep.filter;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;

/** Sessions in this process. Only one can be there at a time, and to start one takes longer than most tests. */
public final class LocalSpark {
    private static final int CORES = 2;

    private LocalSpark() {}

    /** The session of two cores that tests share and leave open; a new one where a command under test has ended it. */
    public static SparkSession shared() {
        return open(CORES);
    }

    /** A session of so many cores in the place of the one that was there. */
    public static SparkSession restart(int cores) {
        shared().stop();
        return open(cores);
    }

    /**
     * A session in the place of the one that was there, with two executors of one core that are processes of their own.
     *
     * @param settings further keys and values of Spark
     */
    public static SparkSession processes(String... settings) {
        shared().stop();
        try {
            // Spark looks for its libraries there; executors have this process's class path instead.
            Files.createDirectories(Path.of(System.getenv("SPARK_HOME"), "jars"));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot prepare a Spark home", e);
        }
        // The runner starts this process with a single jar that names the others.
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        SparkSession.Builder builder = builder()
                .master("local-cluster[" + CORES + ",1,1024]")
                .config("spark.executor.memory", "512m")
                // As for this process: they live for seconds.
                .config("spark.executor.extraJavaOptions", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
                .config("spark.executor.extraClassPath", classPath);
        for (int i = 0; i < settings.length; i += 2) {
            builder.config(settings[i], settings[i + 1]);
        }
        return builder.getOrCreate();
    }

    private static SparkSession open(int cores) {
        return builder().master("local[" + cores + "]").getOrCreate();
    }

    private static SparkSession.Builder builder() {
        return SparkSession.builder()
                .appName("test")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.sql.shuffle.partitions", "3");
    }
}
