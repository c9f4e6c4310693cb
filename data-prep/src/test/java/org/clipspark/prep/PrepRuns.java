package org.clipspark.prep;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.clipspark.prep.config.StrictYaml;
import org.clipspark.prep.fetch.FetchConfig;
import org.clipspark.prep.filter.LocalSpark;
import org.clipspark.prep.shard.ImageBytes;
import org.clipspark.prep.shard.ShardManifest;

/** Runs the pipeline and reads what it wrote. */
final class PrepRuns {
    private static final String CONFIG = """
            source: {path: unset, kind: auto, templates: [], columns: {}}
            output: unset
            mode: incremental
            seed: 1
            image:
              resize: shortest_side
              size: 20
              onlyIfBigger: true
              interpolation: bicubic
              alpha: drop
              minSize: 1
              maxAspect: 65535.0
              format: jpg
              quality: 95
              skipReencode: false
              maxPixels: 1000000
              maxBytes: 1000000
            caption: {maximumLength: 1000}
            split: {validationFraction: 0.25}
            shards: {rowsPerShard: 20, rowGroupBytes: 65536}
            stage: {rowsPerPart: 7, keep: false}
            """;

    private static final Clock CLOCK = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);

    private final SparkSession spark;
    private final Path folder;

    /** On the session that tests share; configs are written to the folder. */
    PrepRuns(Path folder) {
        this(folder, LocalSpark.shared());
    }

    PrepRuns(Path folder, SparkSession spark) {
        this.spark = spark;
        this.folder = folder;
    }

    static Path config(Path folder) {
        try {
            return Files.writeString(folder.resolve("prep.yaml"), CONFIG);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    PrepResult run(Path source, Path output, String... overrides) {
        return PrepareData.run(spark, config(source, output, Optional.empty(), overrides), CLOCK);
    }

    /** Makes the data set of a source of addresses. */
    PrepResult run(Path source, Path output, FetchConfig fetch, String... overrides) {
        return PrepareData.run(spark, config(source, output, Optional.of(fetch), overrides), CLOCK);
    }

    PrepResult retryFailed(Path source, Path output, FetchConfig fetch, String... overrides) {
        return PrepareData.retryFailed(spark, config(source, output, Optional.of(fetch), overrides), CLOCK);
    }

    private PrepConfig config(Path source, Path output, Optional<FetchConfig> fetch, String... overrides) {
        List<String> all = new ArrayList<>(List.of("source.path=" + source, "output=" + output));
        all.addAll(List.of(overrides));
        Path file = config(folder);
        try {
            for (FetchConfig section : fetch.stream().toList()) {
                String text = StrictYaml.format(section).indent(2);
                Files.writeString(file, "fetch:\n" + text, StandardOpenOption.APPEND);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return StrictYaml.load(file, all, PrepConfig.class);
    }

    /** Rows of {@code train}, {@code validation} or {@code rejected} as stock Spark reads them. */
    Dataset<Row> read(Path output, String part) {
        return spark.read().parquet(output.resolve(part).toString());
    }

    static ShardManifest manifest(Path output) {
        return ShardManifest.load(new org.apache.hadoop.fs.Path(output.toString()), new Configuration(false));
    }

    /** Name to digest of every file that is not hidden, but for what says when and how fast a run was. */
    static SortedMap<String, String> digests(Path output) throws IOException {
        SortedMap<String, String> digests = new TreeMap<>();
        try (Stream<Path> files = Files.walk(output)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String own = file.getFileName().toString();
                if (!own.startsWith(".") && !own.equals("run.json") && !own.equals("report.html")) {
                    String name = output.relativize(file).toString();
                    digests.put(name, new ImageBytes(Files.readAllBytes(file)).sha256());
                }
            }
        }
        return digests;
    }
}
