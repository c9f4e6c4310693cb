package org.clipspark.job.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.hadoop.util.HadoopOutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.clipspark.model.input.Augmentation;
import org.clipspark.model.input.ColourJitter;
import org.clipspark.prep.shard.ShardManifest;
import org.clipspark.prep.shard.ShardManifest.Shard;
import org.clipspark.prep.shard.ShardSchema;
import org.clipspark.prep.shard.ShardSplit;

/** Writes small data sets for tests, with keys {@code key-0, key-1, ...} unless they have another prefix. */
public final class ShardFolder {
    static final Configuration HADOOP = new Configuration();
    private static final Augmentation UNCHANGED = new Augmentation(1, 1, 1, 1, 0, ColourJitter.NONE, 0);
    private static final MessageType SCHEMA = ShardSchema.dataShard("png");

    private final Path folder;
    private final LongFunction<byte[]> images;
    private final List<Shard> shards = new ArrayList<>();
    private String prefix = "key-";
    private List<String> classNames = List.of("even", "odd");
    private long written;

    private ShardFolder(Path folder, LongFunction<byte[]> images) {
        this.folder = folder;
        this.images = images;
    }

    /** A data set whose image number i is what the function gives for i. */
    public static ShardFolder at(Path folder, LongFunction<byte[]> images) {
        return new ShardFolder(folder, images);
    }

    /** Gives the keys of this data set, which tells it from others, another beginning. */
    ShardFolder keys(String newPrefix) {
        prefix = newPrefix;
        return this;
    }

    /** Gives the classes other names. */
    ShardFolder classes(String... names) {
        classNames = List.of(names);
        return this;
    }

    /** Adds a shard of row groups of {@code groupRows} rows. */
    public ShardFolder shard(ShardSplit split, int rows, int groupRows) throws IOException {
        String name = split.folder() + "-" + shards.size() + ".parquet";
        org.apache.hadoop.fs.Path file =
                new org.apache.hadoop.fs.Path(folder.resolve(name).toUri());
        // A row group is closed at the first size check, which comes after groupRows rows.
        try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(HadoopOutputFile.fromPath(file, HADOOP))
                .withType(SCHEMA)
                .withRowGroupSize(1L)
                .withMinRowCountForPageSizeCheck(groupRows)
                .withMaxRowCountForPageSizeCheck(groupRows)
                .build()) {
            for (int i = 0; i < rows; i++) {
                writer.write(row(written++));
            }
        }
        try (ParquetFileReader reader = ParquetFileReader.open(HadoopInputFile.fromPath(file, HADOOP))) {
            List<Long> groups = reader.getRowGroups().stream()
                    .map(BlockMetaData::getRowCount)
                    .toList();
            shards.add(new Shard(
                    name, split, rows, 100L * rows, prefix + HexFormat.of().toHexDigits(written), groups));
        }
        return this;
    }

    /** Writes the manifest and opens the data set. */
    ShardReader open() {
        return ShardReader.open(settings(List.of(write())), HADOOP);
    }

    /** Writes the manifest; the data set as a source of weight 1. */
    public SourceSettings write() {
        ShardManifest manifest =
                new ShardManifest(ShardManifest.FORMAT_VERSION, "png", 1, written, Map.of(), classNames, shards);
        manifest.save(new org.apache.hadoop.fs.Path(folder.toUri()), HADOOP);
        return new SourceSettings(folder.toString(), 1, Optional.empty());
    }

    /** Settings of a run that uses every row once. */
    static DataSettings settings(List<SourceSettings> sources) {
        return new DataSettings("", sources, false, 0, "", 1, 1, UNCHANGED);
    }

    /** Settings of a run that draws row groups. */
    static DataSettings drawn(List<SourceSettings> sources, long samplesPerEpoch) {
        return new DataSettings("", sources, true, samplesPerEpoch, "", 1, 1, UNCHANGED);
    }

    private Group row(long number) {
        Group row = new SimpleGroupFactory(SCHEMA)
                .newGroup()
                .append("png", Binary.fromConstantByteArray(images.apply(number)))
                .append(ShardSchema.KEY, prefix + number)
                .append(ShardSchema.CAPTION, "caption " + number)
                .append(ShardSchema.STATUS, "success");
        if (number % 3 == 0) {
            Group captions = row.addGroup(ShardSchema.CAPTIONS);
            captions.addGroup(0).append("element", "caption " + number);
            captions.addGroup(0).append("element", "other caption " + number);
        }
        if (number % 4 != 0) {
            row.append(ShardSchema.LABEL, (int) (number % 2))
                    .append(ShardSchema.CLASS, number % 2 == 0 ? "even" : "odd");
        }
        return row;
    }
}
