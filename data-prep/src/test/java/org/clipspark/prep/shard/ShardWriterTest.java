package org.clipspark.prep.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShardWriterTest {
    private static final Configuration HADOOP = new Configuration(false);
    private static final long ROW_GROUP_BYTES = 64 << 10;

    @TempDir
    Path folder;

    @Test
    void writesWhatParquetReadersRead() throws IOException {
        ShardRow row = new ShardRow(
                "k",
                new PairOrigin(1, "a.tar", 7),
                new PairText(List.of("a dog", "a hound"), "u", 0, "dog"),
                new ImageBytes(new byte[] {1, 2, 3}),
                new PixelSizes(4, 5, 40, 50),
                "abc",
                PairAttributes.NONE
                        .withScore(ShardSchema.SIMILARITY, 0.25)
                        .withScore(ShardSchema.PUNSAFE, Double.NaN)
                        .withTag(ShardSchema.UID, "u1")
                        .withEmbedding(List.of(0.5f, -1f)),
                RowStatus.SUCCESS);

        ShardManifest.Shard shard = write(List.of(row));

        Group read = first();
        assertThat(read.getBinary("jpg", 0).getBytes()).containsExactly(1, 2, 3);
        assertThat(read.getString("caption", 0)).isEqualTo("a dog");
        assertThat(read.getGroup("captions", 0).getGroup(0, 1).getString(0, 0)).isEqualTo("a hound");
        assertThat(read.getString("status", 0)).isEqualTo("success");
        assertThat(read.getFieldRepetitionCount("error_message")).isZero();
        assertThat(read.getInteger("label", 0)).isZero();
        assertThat(read.getInteger("original_height", 0)).isEqualTo(50);
        assertThat(read.getDouble("similarity", 0)).isEqualTo(0.25);
        assertThat(read.getFieldRepetitionCount("punsafe")).isZero();
        assertThat(read.getString("uid", 0)).isEqualTo("u1");
        assertThat(read.getGroup("embedding", 0).getGroup(0, 1).getFloat(0, 0)).isEqualTo(-1f);
        assertThat(read.getString("source_file", 0)).isEqualTo("a.tar");
        assertThat(read.getLong("source_row", 0)).isEqualTo(7);
        assertThat(shard.file()).isEqualTo("train/part-00000.parquet");
        assertThat(shard.rows()).isEqualTo(1);
        assertThat(shard.bytes()).isEqualTo(Files.size(file()));
        assertThat(shard.sha256()).isEqualTo(new ImageBytes(Files.readAllBytes(file())).sha256());
    }

    @Test
    void keepsRowGroupsSmallAndImagesPlain() throws IOException {
        Random random = new Random(7);
        List<ShardRow> rows = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            byte[] image = new byte[10_000];
            random.nextBytes(image);
            rows.add(row("k" + i, image));
        }

        ShardManifest.Shard shard = write(rows);

        assertThat(shard.rowGroupRows()).hasSizeBetween(5, 14);
        assertThat(shard.rowGroupRows().stream().mapToLong(Long::longValue).sum())
                .isEqualTo(40);
        try (ParquetFileReader reader = ParquetFileReader.open(HadoopInputFile.fromPath(path(), HADOOP))) {
            for (BlockMetaData group : reader.getFooter().getBlocks()) {
                ColumnChunkMetaData image = group.getColumns().get(0);
                assertThat(image.getPath().toDotString()).isEqualTo("jpg");
                assertThat(image.getCodec()).isEqualTo(CompressionCodecName.UNCOMPRESSED);
                assertThat(image.getEncodings()).allMatch(encoding -> !encoding.usesDictionary());
                assertThat(group.getTotalByteSize()).isLessThan(2 * ROW_GROUP_BYTES);
            }
        }
    }

    @Test
    void leavesNothingBehindUnlessFinished() throws IOException {
        try (ShardWriter writer = writer()) {
            writer.write(row("k", new byte[] {1}));
        }

        try (Stream<Path> files = Files.walk(folder)) {
            assertThat(files.filter(Files::isRegularFile)).isEmpty();
        }
    }

    @Test
    void removesTheSumsOfAFileThatLayThereBefore() throws IOException {
        Files.createDirectories(file().getParent());
        Files.write(file().resolveSibling(".part-00000.parquet.crc"), new byte[] {'c', 'r', 'c', 0, 0, 0, 2, 0, 9});

        write(List.of(row("k", new byte[] {1})));

        assertThat(first().getString("key", 0)).isEqualTo("k");
        try (Stream<Path> files = Files.list(file().getParent())) {
            assertThat(files).containsExactly(file());
        }
    }

    @Test
    void leavesTheFileOfAnotherAttemptOfTheSameTaskAlone() throws IOException {
        write(List.of(row("first", new byte[] {1})));

        write(List.of(row("second", new byte[] {1})));

        assertThat(first().getString("key", 0)).isEqualTo("first");
        try (Stream<Path> files = Files.list(file().getParent())) {
            assertThat(files.filter(other -> other.toString().endsWith(".tmp"))).isEmpty();
        }
    }

    @Test
    void itsReaderGivesBackEveryRowWithAndWithoutImages() {
        ShardRow full = new ShardRow(
                "k",
                new PairOrigin(1, "a.tar", 7),
                new PairText(List.of("a dog", "a hound"), "http://x/1", 3, "dog"),
                new ImageBytes(new byte[] {1, 2, 3}),
                new PixelSizes(4, 5, 40, 50),
                "abc",
                PairAttributes.NONE
                        .withScore(ShardSchema.SIMILARITY, 0.25)
                        .withTag(ShardSchema.EXIF, "{}")
                        .withEmbedding(List.of(0.5f, -1f)),
                RowStatus.SUCCESS);
        ShardRow failed = full.rejected(new RowStatus("http_404", "gone")).withText(PairText.NONE);
        try (ShardWriter writer = ShardWriter.ofStaged(path(), "0", "png", ROW_GROUP_BYTES, HADOOP)) {
            writer.write(full);
            writer.write(failed);
            writer.finishUnlisted();
        }

        ShardRowReader whole = ShardRowReader.whole(path(), HADOOP);
        ShardRow first = whole.next();
        assertThat(first.image().array()).containsExactly(1, 2, 3);
        assertThat(first).usingRecursiveComparison().isEqualTo(full);
        assertThat(whole.next()).usingRecursiveComparison().isEqualTo(failed);
        assertThat(whole.hasNext()).isFalse();
        ShardRow bare = ShardRowReader.withoutImages(path(), HADOOP).next();
        assertThat(bare.image().isEmpty()).isTrue();
        assertThat(bare.attributes()).isEqualTo(full.attributes());
    }

    @Test
    void refusesARowWithoutImageAmongPairs() {
        ShardRow failed = row("k7", new byte[] {1}).rejected(new RowStatus("http_404", "gone"));

        try (ShardWriter writer = writer()) {
            assertThatThrownBy(() -> writer.write(failed))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("Row 'k7' of status http_404 has no image;"
                            + " a data shard holds pairs, others go to the rejected rows");
        }
    }

    @Test
    void refusesAnUnknownImageColumn() {
        assertThatThrownBy(() -> ShardWriter.ofPairs(path(), "0", "gif", ROW_GROUP_BYTES, HADOOP))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Unknown image column 'gif' (expected: [jpg, png, webp])");
    }

    private ShardManifest.Shard write(List<ShardRow> rows) {
        try (ShardWriter writer = writer()) {
            rows.forEach(writer::write);
            return writer.finish(ShardSplit.TRAIN);
        }
    }

    private ShardWriter writer() {
        return ShardWriter.ofPairs(path(), "0", "jpg", ROW_GROUP_BYTES, HADOOP);
    }

    private Group first() throws IOException {
        try (ParquetReader<Group> reader =
                ParquetReader.builder(new GroupReadSupport(), path()).build()) {
            return reader.read();
        }
    }

    private static ShardRow row(String key, byte[] image) {
        return new ShardRow(
                key,
                new PairOrigin(0, "a", 0),
                PairText.NONE.withCaptions(List.of("a dog")),
                new ImageBytes(image),
                new PixelSizes(1, 1, 1, 1),
                "",
                PairAttributes.NONE,
                RowStatus.SUCCESS);
    }

    private Path file() {
        return folder.resolve("train").resolve("part-00000.parquet");
    }

    private org.apache.hadoop.fs.Path path() {
        return new org.apache.hadoop.fs.Path(file().toString());
    }
}
