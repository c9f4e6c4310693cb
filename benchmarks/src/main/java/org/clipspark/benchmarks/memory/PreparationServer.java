package org.clipspark.benchmarks.memory;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.clipspark.benchmarks.process.PeakMemory;
import org.clipspark.prep.PrepConfig;
import org.clipspark.prep.PrepResult;
import org.clipspark.prep.PrepareData;
import org.clipspark.prep.config.StrictYaml;

/** One run of data preparation in a process of its own. */
final class PreparationServer {
    private static final String CONFIG = """
            source: {path: unset, kind: parquet, templates: [], columns: {}}
            output: unset
            mode: incremental
            seed: 1
            image:
              resize: shortest_side
              size: 64
              onlyIfBigger: true
              interpolation: area
              alpha: white
              minSize: 1
              maxAspect: 65535.0
              format: jpg
              quality: 95
              skipReencode: false
              maxPixels: 1000000
              maxBytes: 1000000
            caption: {maximumLength: 1000}
            split: {validationFraction: 0.01}
            shards: {rowsPerShard: 10000, rowGroupBytes: 16777216}
            stage: {rowsPerPart: 10000, keep: false}
            """;

    private PreparationServer() {}

    /** Arguments: folder with {@code in}, tasks at once. Answers with rows in shards, seconds and peak memory in MiB. */
    public static void main(String[] arguments) throws IOException {
        PrintStream replies = System.out;
        // Libraries that greet on standard output must not break the conversation.
        System.setOut(System.err);
        Path folder = Path.of(arguments[0]);
        Path file = Files.writeString(folder.resolve("prep.yaml"), CONFIG);
        PrepConfig config = StrictYaml.load(
                file,
                List.of("source.path=" + folder.resolve("in"), "output=" + folder.resolve("out")),
                PrepConfig.class);
        try (SparkSession session = SparkSession.builder()
                .appName("prep")
                .master("local[" + arguments[1] + "]")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.local.dir", folder.resolve("spark").toString())
                .config("spark.sql.shuffle.partitions", "16")
                .getOrCreate()) {
            PrepResult result = PrepareData.run(session, config, Clock.systemUTC());
            replies.println(result.rowsOut() + " " + result.seconds() + " " + PeakMemory.mib());
        }
    }
}
