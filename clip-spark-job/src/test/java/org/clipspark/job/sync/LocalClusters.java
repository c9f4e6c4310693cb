package org.clipspark.job.sync;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/** Spark contexts on loopback: threads of this JVM, or executors that are processes of their own. */
public final class LocalClusters {
    private LocalClusters() {}

    /** That many threads of this JVM. */
    public static JavaSparkContext threads(int slots) {
        return new JavaSparkContext(conf().setMaster("local[" + slots + "]"));
    }

    /**
     * Executors of one core and 1 GiB each, with this test's class path. Spark looks for {@code jars} in SPARK_HOME, which
     * the build points at a folder under target: there it may be empty.
     */
    public static JavaSparkContext processes(int executors) {
        return processes(executors, Map.of());
    }

    /** The same with further settings of Spark. */
    public static JavaSparkContext processes(int executors, Map<String, String> settings) {
        return processes(executors, 1, settings);
    }

    /** The same with so many cores each. */
    static JavaSparkContext processes(int executors, int cores, Map<String, String> settings) {
        try {
            Files.createDirectories(Path.of(System.getenv("SPARK_HOME"), "jars"));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot prepare a Spark home", e);
        }
        SparkConf conf = conf().setMaster("local-cluster[" + executors + "," + cores + ",1024]")
                .set("spark.executor.memory", "512m")
                .set("spark.executor.extraClassPath", classPath());
        settings.forEach(conf::set);
        return new JavaSparkContext(conf);
    }

    private static SparkConf conf() {
        return new SparkConf()
                .setAppName("test")
                .set("spark.ui.enabled", "false")
                .set("spark.driver.host", "127.0.0.1")
                .set("spark.driver.bindAddress", "127.0.0.1");
    }

    /** The runner starts the JVM with a single jar that names the others. */
    private static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }
}
