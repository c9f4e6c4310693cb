package org.clipspark.prep.report;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;
import org.clipspark.prep.place.SharedPlace;
import org.clipspark.prep.shard.ShardManifest;

/**
 * Whether the shards of a data set are what its manifest says, read in full.
 *
 * @param shards that the manifest lists
 * @param rows in them, as the manifest says
 * @param bytes of them, as the manifest says
 * @param problems one line for each shard that differs, in the order of the manifest
 */
public record DataSetCheck(int shards, long rows, long bytes, List<String> problems) {
    private static final int BUFFER_BYTES = 1 << 20;

    /** Copies. */
    public DataSetCheck {
        problems = List.copyOf(problems);
    }

    /**
     * Reads all shards, on the executors.
     *
     * @throws java.io.UncheckedIOException if there is no manifest
     */
    public static DataSetCheck of(SparkSession session, String folder) {
        JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
        SerializableConfiguration hadoop = new SerializableConfiguration(spark.hadoopConfiguration());
        ShardManifest manifest = ShardManifest.load(new Path(folder), hadoop.value());
        List<ShardManifest.Shard> shards = manifest.shards();
        String place = SharedPlace.of(folder, hadoop.value());
        List<String> problems = spark.parallelize(shards, Math.max(1, shards.size()))
                .flatMap(shard -> problems(place, shard, hadoop.value()).iterator())
                .collect();
        return new DataSetCheck(
                shards.size(),
                shards.stream().mapToLong(ShardManifest.Shard::rows).sum(),
                shards.stream().mapToLong(ShardManifest.Shard::bytes).sum(),
                problems);
    }

    private static List<String> problems(String folder, ShardManifest.Shard shard, Configuration hadoop) {
        Path file = new Path(folder, shard.file());
        List<String> problems = new ArrayList<>();
        try {
            Content content = content(file, hadoop);
            if (content.bytes() != shard.bytes()) {
                problems.add(shard.file() + ": " + content.bytes() + " bytes, the manifest says " + shard.bytes());
            } else if (!content.sha256().equals(shard.sha256())) {
                problems.add(shard.file() + ": SHA-256 " + content.sha256() + ", the manifest says " + shard.sha256());
            } else if (!rowGroups(file, hadoop).equals(shard.rowGroupRows())) {
                problems.add(shard.file() + ": row groups of " + rowGroups(file, hadoop) + " rows, the manifest says "
                        + shard.rowGroupRows());
            }
        } catch (FileNotFoundException e) {
            problems.add(shard.file() + ": missing");
        } catch (IOException e) {
            problems.add(shard.file() + ": cannot be read: "
                    + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
        }
        return problems;
    }

    private record Content(long bytes, String sha256) implements Serializable {}

    private static Content content(Path file, Configuration hadoop) throws IOException {
        MessageDigest digest = sha256();
        long bytes = 0;
        byte[] buffer = new byte[BUFFER_BYTES];
        try (InputStream in = new DigestInputStream(file.getFileSystem(hadoop).open(file), digest)) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                bytes += count;
            }
        }
        return new Content(bytes, HexFormat.of().formatHex(digest.digest()));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java runtime has SHA-256", e);
        }
    }

    private static List<Long> rowGroups(Path file, Configuration hadoop) throws IOException {
        try (ParquetFileReader reader = ParquetFileReader.open(HadoopInputFile.fromPath(file, hadoop))) {
            return reader.getRowGroups().stream()
                    .map(BlockMetaData::getRowCount)
                    .toList();
        }
    }
}
