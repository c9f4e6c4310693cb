package org.clipspark.prep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.clipspark.image.ImageBounds;
import org.clipspark.image.ImageDecoder;
import org.clipspark.image.ImageOutcome.Decoded;
import org.clipspark.prep.shard.ShardManifest;
import org.clipspark.prep.shard.ShardSplit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrepareDataIT {
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
    void makesShardsFromParquetThatStockSparkReads() throws IOException {
        SmallSources.parquet(folder.resolve("in/a.parquet"), 0, 100);
        Path output = folder.resolve("out");

        PrepResult result = runs.run(folder.resolve("in"), output);

        Dataset<Row> train = runs.read(output, "train");
        Dataset<Row> validation = runs.read(output, "validation");
        assertThat(train.count() + validation.count()).isEqualTo(100).isEqualTo(result.rowsOut());
        assertThat(validation.count()).isBetween(10L, 40L);
        Row row = train.filter("key = 'k0007'")
                .union(validation.filter("key = 'k0007'"))
                .first();
        assertThat(row.<String>getAs("caption")).isEqualTo("caption 7");
        assertThat(row.<Integer>getAs("label")).isEqualTo(1);
        assertThat(row.<String>getAs("class")).isEqualTo("c1");
        assertThat(row.<Integer>getAs("height")).isEqualTo(20);
        assertThat(row.<Integer>getAs("original_height")).isEqualTo(30);
        Decoded decoded = (Decoded) new ImageDecoder(ImageBounds.DEFAULT).decode(row.<byte[]>getAs("jpg"));
        assertThat(decoded.image().height()).isEqualTo(20);
        assertThat(decoded.image().width()).isEqualTo(row.<Integer>getAs("width"));
    }

    @Test
    void theManifestListsEveryShardAndItsDigest() throws IOException {
        SmallSources.parquet(folder.resolve("in/a.parquet"), 0, 100);
        Path output = folder.resolve("out");

        PrepResult result = runs.run(folder.resolve("in"), output);

        ShardManifest manifest = PrepRuns.manifest(output);
        Map<String, String> digests = PrepRuns.digests(output);
        assertThat(manifest.classNames()).containsExactly("c0", "c1", "c2");
        assertThat(manifest.shards())
                .hasSize(result.shards())
                .hasSizeGreaterThan(4)
                .allSatisfy(shard -> {
                    assertThat(digests).containsEntry(shard.file(), shard.sha256());
                    assertThat(shard.rowGroupRows().stream()
                                    .mapToLong(Long::longValue)
                                    .sum())
                            .isEqualTo(shard.rows());
                });
        assertThat(digests.keySet())
                .contains("manifest.json", "train/part-00000.parquet", "validation/part-00000.parquet")
                .doesNotContain("_UNFINISHED");
    }

    @Test
    void readsTarsWithAllTheirCaptionsAndHoldsOutTheValidationSource() throws IOException {
        SmallSources.tar(folder.resolve("a.tar"), 0, 10);
        SmallSources.tar(folder.resolve("b.tar"), 10, 15);
        Path output = folder.resolve("out");

        runs.run(
                folder.resolve("a.tar"),
                output,
                "validation={path: " + folder.resolve("b.tar") + ", kind: auto, templates: [], columns: {}}",
                "split.validationFraction=0.0");

        assertThat(PrepRuns.manifest(output).rows(ShardSplit.TRAIN)).isEqualTo(10);
        Dataset<Row> validation = runs.read(output, "validation");
        assertThat(validation.select("key").collectAsList())
                .extracting(row -> row.getString(0))
                .containsExactlyInAnyOrder("k0010", "k0011", "k0012", "k0013", "k0014");
        Row row = validation.filter("key = 'k0012'").first();
        assertThat(row.<String>getList(row.fieldIndex("captions"))).containsExactly("caption 12", "other 12");
    }

    @Test
    void makesCaptionsForClassFolders() throws IOException {
        for (int i = 0; i < 6; i++) {
            Path file = folder.resolve("in")
                    .resolve(i % 2 == 0 ? "sea_horse" : "ant")
                    .resolve(i + ".jpg");
            Files.createDirectories(file.getParent());
            Files.write(file, SmallSources.jpeg(i, 30, 30));
        }
        Path output = folder.resolve("out");

        runs.run(folder.resolve("in"), output, "source.templates=['a photo of a {c}']", "split.validationFraction=0.0");

        assertThat(PrepRuns.manifest(output).classNames()).containsExactly("ant", "sea_horse");
        Row row = runs.read(output, "train").filter("key = 'sea_horse/2.jpg'").first();
        assertThat(row.<String>getAs("caption")).isEqualTo("a photo of a sea horse");
        assertThat(row.<Integer>getAs("label")).isEqualTo(1);
    }

    @Test
    void readsImagesThatATableNames() throws IOException {
        Files.createDirectories(folder.resolve("in/images"));
        for (int i = 0; i < 3; i++) {
            Files.write(folder.resolve("in/images/" + i + ".jpg"), SmallSources.jpeg(i, 30, 30));
        }
        Path csv = folder.resolve("in/pairs.csv");
        Files.writeString(csv, """
                path,caption,label
                images/0.jpg,"a dog, running",0
                images/1.jpg,a cat,1
                images/2.jpg,,1
                images/3.jpg,gone,0
                http://127.0.0.1/x.jpg,elsewhere,0
                images/1.jpg,a cat,x
                """);
        Path output = folder.resolve("out");

        PrepResult result = runs.run(csv, output, "split.validationFraction=0.0");

        assertThat(result.rowsOut()).isEqualTo(2);
        assertThat(result.rejected()).isEqualTo(Map.of("empty_caption", 1L, "missing_image", 2L, "invalid_label", 1L));
        Row row = runs.read(output, "train").filter("key = 'images/0.jpg'").first();
        assertThat(row.<String>getAs("caption")).isEqualTo("a dog, running");
    }

    @Test
    void keepsEveryRejectedRowWithItsReason() throws IOException {
        byte[] image = SmallSources.jpeg(1, 40, 30);
        SmallSources.pairs(
                folder.resolve("in/a.parquet"),
                List.of(
                        SmallSources.pair("good", image, " a dog "),
                        SmallSources.pair("good", image, "again"),
                        SmallSources.pair("blank", image, " \n"),
                        SmallSources.pair("long", image, "x".repeat(100_000)),
                        SmallSources.pair("html", "<html>".getBytes(StandardCharsets.UTF_8), "a"),
                        SmallSources.pair("cut", Arrays.copyOf(image, image.length / 2), "a"),
                        SmallSources.pair("void", new byte[0], "a"),
                        SmallSources.pair("failed", image, "a").append("status", "failed_to_download"),
                        SmallSources.pair("label", image, "a").append("label", -5L)));
        Path output = folder.resolve("out");

        PrepResult result = runs.run(folder.resolve("in"), output, "split.validationFraction=0.0");

        assertThat(result.rowsIn()).isEqualTo(9);
        assertThat(result.rowsOut()).isEqualTo(1);
        Map<String, String> reasons = new TreeMap<>();
        for (Row row : runs.read(output, "rejected").collectAsList()) {
            reasons.put(row.getAs("key"), row.getAs("status"));
        }
        assertThat(reasons)
                .isEqualTo(Map.of(
                        "good", "duplicate_key",
                        "blank", "empty_caption",
                        "long", "caption_too_long",
                        "html", "not_an_image",
                        "cut", "truncated_or_corrupt",
                        "void", "missing_image",
                        "failed", "source_failed",
                        "label", "invalid_label"));
        assertThat(result.rejected().values().stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .isEqualTo(8);
        assertThat(runs.read(output, "train").first().<String>getAs("caption")).isEqualTo("a dog");
    }

    @Test
    void learnsFromNoPairThatItMeasuresOn() throws IOException {
        SmallSources.tar(folder.resolve("a.tar"), 0, 10);
        SmallSources.tar(folder.resolve("b.tar"), 5, 15);
        Path output = folder.resolve("out");

        PrepResult result = runs.run(
                folder.resolve("a.tar"),
                output,
                "validation={path: " + folder.resolve("b.tar") + ", kind: auto, templates: [], columns: {}}");

        assertThat(result.rejected()).isEqualTo(Map.of("duplicate_key", 5L));
        assertThat(result.rowsOut()).isEqualTo(15);
        Set<String> keys = new HashSet<>();
        for (String part : List.of("train", "validation")) {
            runs.read(output, part).select("key").collectAsList().forEach(row -> keys.add(row.getString(0)));
        }
        assertThat(keys).hasSize(15);
        assertThat(runs.read(output, "rejected").count()).isEqualTo(5);
    }

    @Test
    void aBrokenArchiveIsACountedRowBesideTheGoodOnes() throws IOException {
        SmallSources.tar(folder.resolve("in-a.tar"), 0, 10);
        byte[] whole = Files.readAllBytes(SmallSources.tar(folder.resolve("whole"), 10, 20));
        Files.write(folder.resolve("in-b.tar"), Arrays.copyOf(whole, whole.length / 2));

        PrepResult result = runs.run(folder.resolve("in-*.tar"), folder.resolve("out"));

        assertThat(result.rejected()).containsEntry("broken_file", 1L);
        assertThat(result.rowsOut()).isBetween(13L, 16L);
        assertThat(result.rowsIn())
                .isEqualTo(result.rowsOut()
                        + result.rejected().values().stream()
                                .mapToLong(Long::longValue)
                                .sum());
    }

    @Test
    void refusesSourcesWithoutAnyUsablePair() throws IOException {
        SmallSources.pairs(folder.resolve("in/a.parquet"), List.of(SmallSources.pair("k", new byte[0], "a")));
        SmallSources.pairs(folder.resolve("none/a.parquet"), List.of());
        Path output = folder.resolve("out");

        assertThatThrownBy(() -> runs.run(folder.resolve("in"), output))
                .isInstanceOf(PrepException.class)
                .hasMessageEndingWith("in: 1 rows read, rejected {missing_image=1}");
        assertThatThrownBy(() -> runs.run(folder.resolve("none"), output, "mode=overwrite"))
                .hasMessageEndingWith("none: 0 rows read, rejected {}");
        assertThat(output.resolve("manifest.json")).doesNotExist();
    }

    @Test
    void refusesParquetWithOtherColumnsBeforeAnyWork() throws IOException {
        SmallSources.write(
                folder.resolve("a/a.parquet"), "message m { required int32 jpg; required binary caption; }", List.of());
        SmallSources.write(
                folder.resolve("b/a.parquet"),
                "message m { required binary picture; required binary caption; }",
                List.of());
        Files.createDirectory(folder.resolve("c"));
        Files.writeString(folder.resolve("c/a.parquet"), "no Parquet");
        Path output = folder.resolve("out");

        assertThatThrownBy(() -> runs.run(folder.resolve("a"), output))
                .hasMessageEndingWith(
                        "a.parquet: column 'jpg' has the type int32, expected binary (source.columns.image)");
        assertThatThrownBy(() -> runs.run(folder.resolve("b"), output))
                .hasMessageEndingWith(
                        "a.parquet: no image and no address, expected one of the columns jpg, png, webp or"
                                + " url, or source.columns.image or source.columns.url, found: picture (binary), caption"
                                + " (binary)");
        assertThatThrownBy(() -> runs.run(folder.resolve("c"), output))
                .hasMessageContaining("a.parquet: not a readable Parquet file");
        assertThat(output).doesNotExist();
    }

    @Test
    void replacesADataSetOnlyWhenAsked() throws IOException {
        Path source = SmallSources.parquet(folder.resolve("in/a.parquet"), 0, 10);
        Path output = folder.resolve("out");
        runs.run(source, output);
        Map<String, String> first = PrepRuns.digests(output);

        assertThatThrownBy(() -> runs.run(source, output)).hasMessageContaining("already holds a data set");
        assertThat(PrepRuns.digests(output)).isEqualTo(first);

        runs.run(source, output, "mode=overwrite", "seed=2");
        assertThat(PrepRuns.manifest(output).seed()).isEqualTo(2);
    }
}
