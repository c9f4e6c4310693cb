package org.clipspark.job;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.apache.spark.SparkConf;
import picocli.CommandLine.Option;

/** Spark's settings of a run that is asked about, not begun: those that spark-submit gave, a file's, single ones. */
final class SparkSettings {
    @Option(
            names = "--spark-properties",
            paramLabel = "FILE",
            description = "Settings of Spark, such as deploy/standalone/spark-defaults.conf.")
    private List<Path> files = List.of();

    @Option(
            names = "--spark-conf",
            paramLabel = "KEY=VALUE",
            description = "One setting of Spark, e.g. spark.executor.memory=4g.")
    private List<String> settings = List.of();

    @Option(names = "--master", paramLabel = "MASTER", description = "Of Spark, e.g. yarn; without it, this process.")
    private String master = "";

    /** The settings; later ones replace earlier ones. */
    SparkConf conf() {
        SparkConf conf = new SparkConf();
        files.forEach(file -> read(file, conf));
        for (String setting : settings) {
            int equals = setting.indexOf('=');
            if (equals < 1 || !setting.startsWith("spark.")) {
                throw new IllegalArgumentException("--spark-conf must be spark.KEY=VALUE, got '" + setting + "'");
            }
            conf.set(setting.substring(0, equals), setting.substring(equals + 1));
        }
        if (!master.isEmpty()) {
            conf.setMaster(master);
        }
        return conf;
    }

    private static void read(Path file, SparkConf conf) {
        // Properties separate keys from values by blanks too, as spark-defaults.conf does.
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read --spark-properties " + file, e);
        }
        properties.stringPropertyNames().stream()
                .filter(key -> key.startsWith("spark."))
                .forEach(key -> conf.set(key, properties.getProperty(key).strip()));
    }
}
