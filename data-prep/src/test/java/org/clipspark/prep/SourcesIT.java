package org.clipspark.prep;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.Row;
import org.clipspark.image.ImageBounds;
import org.clipspark.image.ImageDecoder;
import org.clipspark.image.ImageOutcome;
import org.clipspark.image.RgbEncoder;
import org.clipspark.image.RgbImage;
import org.clipspark.prep.shard.ImageBytes;
import org.clipspark.prep.shard.ShardManifest;
import org.clipspark.prep.shard.ShardSplit;
import org.clipspark.prep.source.UnreadableSourceException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sources of text and their images, from file to shard. */
class SourcesIT {
    @TempDir
    static Path shared;

    private static PrepRuns runs;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        runs = new PrepRuns(shared);
    }

    @Test
    void jsonLinesKeepCaptionsScoresAndEmbeddingsAndCheckDigests() throws IOException {
        Path images = images(3);
        String digest = new ImageBytes(Files.readAllBytes(images.resolve("1.jpg"))).sha256();
        Path table = gzip("in/t.jsonl.gz", """
                {"path": "0.jpg", "caption": ["one", "two"], "similarity": 0.3, "uid": "u0", "embedding": [1, 2.5]}
                {"path": "1.jpg", "caption": "three", "sha256": "%s", "LANGUAGE": "en"}
                {"path": "2.jpg", "caption": "four", "sha256": "%s"}
                {"path": "9.jpg", "caption": "five"}
                five
                """.formatted(digest, digest));
        Path output = folder.resolve("out");

        PrepResult result =
                runs.run(table, output, "source.images=" + images, "split.validationFraction=0.0", "source.kind=table");

        assertThat(result.rowsOut()).isEqualTo(2);
        assertThat(result.rejected())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("hash_mismatch", 1L, "missing_image", 1L, "invalid_metadata", 1L));
        List<Row> rows = runs.read(output, "train").orderBy("key").collectAsList();
        assertThat(rows.get(0).getList(rows.get(0).fieldIndex("captions"))).isEqualTo(List.of("one", "two"));
        assertThat(rows.get(0).<Double>getAs("similarity")).isEqualTo(0.3);
        assertThat(rows.get(0).<String>getAs("uid")).isEqualTo("u0");
        assertThat(rows.get(0).getList(rows.get(0).fieldIndex("embedding"))).isEqualTo(List.of(1f, 2.5f));
        assertThat(rows.get(1).<String>getAs("expected_hash")).isEqualTo(digest);
        assertThat(rows.get(1).<String>getAs("language")).isEqualTo("en");
    }

    @Test
    void boxesOfTheMetadataAreBlurredAndRowsWithOtherBoxesRejected() throws IOException {
        byte[] stripes = new byte[RgbImage.CHANNELS * 64 * 48];
        for (int i = 0; i < stripes.length; i++) {
            stripes[i] = (byte) (i / RgbImage.CHANNELS % 8 < 4 ? 20 : 220);
        }
        Path image = folder.resolve("stripes.png");
        Files.write(image, RgbEncoder.named("png", 90).encode(new RgbImage(64, 48, stripes)));
        Path table = gzip("in/boxes.jsonl.gz", """
                {"key": "a", "path": "stripes.png", "caption": "shown", "face_bboxes": []}
                {"key": "b", "path": "stripes.png", "caption": "hidden", "face_bboxes": [[0, 0, 1, 1]]}
                {"key": "c", "path": "stripes.png", "caption": "in pixels", "face_bboxes": [[0, 0, 64, 48]]}
                """);
        Path output = folder.resolve("out");

        PrepResult result =
                runs.run(table, output, "source.images=" + folder, "split.validationFraction=0.0", "image.format=png");

        assertThat(result.rejected()).containsOnly(Map.entry("invalid_boxes", 1L));
        List<Row> rows = runs.read(output, "train").orderBy("key").collectAsList();
        assertThat(rows.get(0).<String>getAs("boxes")).isNull();
        assertThat(rows.get(1).<String>getAs("boxes")).isEqualTo("[[0.0, 0.0, 1.0, 1.0]]");
        assertThat(contrast(rows.get(0).<byte[]>getAs("png"))).isGreaterThan(150);
        assertThat(contrast(rows.get(1).<byte[]>getAs("png"))).isLessThan(100);
        assertThat(rows.get(1).<String>getAs("sha256")).isEqualTo(rows.get(0).<String>getAs("sha256"));
    }

    /** Levels from the darkest sample to the lightest. */
    private static int contrast(byte[] encoded) {
        ImageDecoder decoder = new ImageDecoder(new ImageBounds(1_000_000, 1_000_000));
        byte[] pixels = ((ImageOutcome.Decoded) decoder.decode(encoded)).image().pixels();
        IntSummaryStatistics levels =
                IntStream.range(0, pixels.length).map(i -> pixels[i] & 0xff).summaryStatistics();
        return levels.getMax() - levels.getMin();
    }

    @Test
    void cocoCaptionsOfAnImageStayTogether() throws IOException {
        Path images = images(2);
        Path captions = Files.writeString(folder.resolve("captions.json"), """
                {"images": [{"id": 7, "file_name": "0.jpg"}, {"id": 8, "file_name": "1.jpg"}],
                 "annotations": [{"image_id": 7, "caption": "a"}, {"image_id": 8, "caption": "b"},
                                 {"image_id": 7, "caption": "c"}]}
                """);
        Path output = folder.resolve("out");

        runs.run(captions, output, "source.images=" + images, "split.validationFraction=0.0");

        assertThat(runs.read(output, "train")
                        .orderBy("key")
                        .selectExpr("concat(key, ': ', array_join(captions, ' '))")
                        .collectAsList())
                .extracting(row -> row.getString(0))
                .containsExactly("7: a c", "8: b");
    }

    @Test
    void theSameBytesComeOutForAnyPartSize() throws IOException {
        Path images = images(12);
        StringBuilder text = new StringBuilder("file\tcaption\n");
        for (int i = 0; i < 12; i++) {
            text.append(images.resolve(i + ".jpg"))
                    .append("\tcaption ")
                    .append(i)
                    .append('\n');
        }
        Path table = gzip("in/t.tsv.gz", text.toString());

        runs.run(table, folder.resolve("one"), "stage.rowsPerPart=1");
        runs.run(table, folder.resolve("five"), "stage.rowsPerPart=5");

        ShardManifest one = PrepRuns.manifest(folder.resolve("one"));
        // The keys depend on where the test's folder is: either split may have all rows.
        assertThat(one.rows(ShardSplit.TRAIN) + one.rows(ShardSplit.VALIDATION)).isEqualTo(12);
        assertThat(PrepRuns.manifest(folder.resolve("five")).shards()).isEqualTo(one.shards());
    }

    @Test
    void aTableThatCannotBeUnderstoodStopsTheRunInOneLine() throws IOException {
        Path table = gzip("in/t.jsonl.gz", "{\"link\": \"x\"}\n");

        assertThatThrownBy(() -> runs.run(table, folder.resolve("out"), "source.preset=laion2b"))
                .isInstanceOf(UnreadableSourceException.class)
                .hasMessage("file:" + table + ": no column 'URL' (source.preset laion2b), found: link");
        assertThat(folder.resolve("out")).doesNotExist();
    }

    private Path images(int count) throws IOException {
        Path images = Files.createDirectories(folder.resolve("images"));
        for (int i = 0; i < count; i++) {
            Files.write(images.resolve(i + ".jpg"), SmallSources.jpeg(i, 40, 30));
        }
        return images;
    }

    private Path gzip(String name, String content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(content.getBytes(UTF_8));
        }
        return file;
    }
}
