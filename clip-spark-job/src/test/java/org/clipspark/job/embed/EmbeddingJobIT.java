package org.clipspark.job.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.clipspark.job.data.Sample;
import org.clipspark.job.data.ShardFolder;
import org.clipspark.job.data.tombstone.Tombstones;
import org.clipspark.job.embed.part.EmbeddedPart;
import org.clipspark.job.embed.part.EmbeddingFolder;
import org.clipspark.job.embed.part.EmbeddingManifest;
import org.clipspark.job.embed.part.EmbeddingVector;
import org.clipspark.job.embed.part.SkippedRow;
import org.clipspark.job.eval.Embeddings;
import org.clipspark.job.sync.LocalClusters;
import org.clipspark.job.train.SmallRun;
import org.clipspark.prep.shard.ShardSplit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A checkpoint's embeddings on a real Spark: what is computed, what is kept, and that no interruption shows. */
@Timeout(value = 420, unit = TimeUnit.SECONDS)
class EmbeddingJobIT {
    private static final int BATCH = 16;
    private static final int VALIDATION_ROWS = 72;

    @TempDir
    static Path folder;

    private static JavaSparkContext spark;
    private static SparkSession session;
    private static EmbeddingInputs inputs;

    @BeforeAll
    static void prepare() throws IOException {
        spark = LocalClusters.threads(2);
        session = sessionOf(spark);
        SmallRun run = SmallRun.prepare(session, folder);
        inputs = new EmbeddingInputs(
                SmallCheckpoint.write(folder.resolve("checkpoint"), run.folder("model.json"), 5),
                run.folder("vocabulary.txt"),
                run.folder("shards"));
    }

    private static void start(JavaSparkContext context) {
        spark = context;
        session = sessionOf(context);
    }

    private static SparkSession sessionOf(JavaSparkContext context) {
        return SparkSession.builder().config(context.getConf()).getOrCreate();
    }

    @AfterAll
    static void stop() {
        spark.close();
    }

    @Test
    void embedsEachRowAsTheModelDoes() throws IOException {
        EmbeddedSet set = job("each").embed(request(SplitChoice.VALIDATION));

        assertThat(set.keys()).hasSize(VALIDATION_ROWS).doesNotHaveDuplicates();
        assertThat(set.texts().rows())
                .isEqualTo(set.captions().stream().mapToInt(List::size).sum());
        assertThat(set.textToImage()).isSorted().contains(0, VALIDATION_ROWS - 1);
        assertThat(set.classNames()).isNotEmpty();
        assertThat(set.times().images()).isEqualTo(VALIDATION_ROWS);
        assertThat(set.times().encoderShare()).isBetween(0.0, 1.0);
        List<Sample> samples = inputs.samples();
        try (Encoder encoder = inputs.encoder(1)) {
            for (int row : new int[] {0, 17, 71}) {
                Sample sample = samples.get(row);
                assertThat(set.keys().get(row)).isEqualTo(sample.key());
                assertThat(set.captions().get(row)).isEqualTo(sample.captions());
                assertThat(set.labels().get(row)).isEqualTo(sample.label());
                assertThat(set.places().get(row)).isEqualTo(new RowPlace(ShardSplit.VALIDATION, row));
                assertSame(set.images(), row, encoder.images(List.of(EmbeddingInputs.pixels(encoder, sample))));
                int text = Arrays.binarySearch(set.textToImage(), row);
                String caption = set.captions().get(row).get(0);
                assertSame(set.texts(), text, encoder.texts(List.of(encoder.tokens(caption))));
            }
        }
    }

    @Test
    void nativeThreadsDoNotShowInTheBits() {
        List<Sample> samples = inputs.samples().subList(0, 20);
        try (Encoder one = inputs.encoder(1);
                Encoder two = inputs.encoder(2)) {
            List<float[]> images = samples.stream()
                    .map(sample -> EmbeddingInputs.pixels(one, sample))
                    .toList();
            assertThat(two.images(images)).isEqualTo(one.images(images));
        }
    }

    private static void assertSame(Embeddings all, int row, List<EmbeddingVector> expected) {
        float[] values = expected.get(0).values();
        for (int i = 0; i < all.width(); i++) {
            assertThat(all.values()[row * all.width() + i]).isCloseTo(values[i], within(1e-5f));
        }
    }

    @Test
    void encodesNothingThatIsKeptAlready() {
        EmbeddedSet first = job("kept").embed(request(SplitChoice.ALL));
        EmbeddedSet second = job("kept").embed(request(SplitChoice.ALL));

        assertThat(first.times().images()).isEqualTo(first.keys().size());
        assertThat(second.times()).isEqualTo(EmbeddingTimes.NONE);
        assertThat(second.images().values()).isEqualTo(first.images().values());
        assertThat(second.keys()).isEqualTo(first.keys());
    }

    @Test
    void textsAreKeptToo() {
        List<String> texts =
                IntStream.range(0, 2500).mapToObj(i -> "a picture of " + i).toList();
        EmbeddingJob job = job("texts");
        Embeddings first =
                job.texts(inputs.checkpoint().toString(), inputs.vocabulary().toString(), 64, texts);
        Embeddings second =
                job.texts(inputs.checkpoint().toString(), inputs.vocabulary().toString(), 64, texts);

        assertThat(first.rows()).isEqualTo(2500);
        assertThat(second.values()).isEqualTo(first.values());
        assertThat(job.times().texts()).isEqualTo(2500);
        try (Encoder encoder = inputs.encoder(1)) {
            assertSame(first, 2222, encoder.texts(List.of(encoder.tokens("a picture of 2222"))));
        }
    }

    @Test
    void aKillOrDamageLeavesNoTrace() throws IOException {
        EmbeddingManifest before = job("").write(request(SplitChoice.ALL), path("killed"));
        Path parts = folder.resolve("killed/parts");
        byte[] manifest = Files.readAllBytes(folder.resolve("killed/embeddings.json"));
        byte[] lost = Files.readAllBytes(parts.resolve(before.parts().get(0).file()));
        Path damaged = parts.resolve(before.parts().get(1).file());
        byte[] sound = Files.readAllBytes(damaged);

        // As a kill leaves it: the marker is there, the manifest is not.
        Files.delete(folder.resolve("killed/embeddings.json"));
        Files.write(folder.resolve("killed/unfinished.json"), new ObjectMapper().writeValueAsBytes(before.identity()));
        Files.delete(parts.resolve(before.parts().get(0).file()));
        byte[] flipped = sound.clone();
        flipped[flipped.length / 2] ^= 1;
        Files.write(damaged, flipped);
        Files.writeString(parts.resolve(".part-0.17.tmp"), "left by an attempt");
        EmbeddingJob again = job("");
        again.write(request(SplitChoice.ALL), path("killed"));

        assertThat(again.repaired()).isEqualTo(1);
        assertThat(again.times().images()).isEqualTo(before.rows());
        assertThat(Files.readAllBytes(folder.resolve("killed/embeddings.json"))).isEqualTo(manifest);
        assertThat(Files.readAllBytes(parts.resolve(before.parts().get(0).file())))
                .isEqualTo(lost);
        assertThat(Files.readAllBytes(damaged)).isEqualTo(sound);
        assertThat(parts.resolve(".part-0.17.tmp")).doesNotExist();
        assertThat(folder.resolve("killed/unfinished.json")).doesNotExist();
    }

    @Test
    void refusesAFolderOfOtherEmbeddings() {
        job("").write(request(SplitChoice.VALIDATION), path("other"));

        assertThatThrownBy(() -> job("").write(request(SplitChoice.TRAIN), path("other")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(path("other") + " holds other embeddings: they differ in split; choose another folder");
        assertThatThrownBy(() -> job("").write(
                                request(SplitChoice.TRAIN),
                                folder.resolve("raw").toString()))
                .hasMessageContaining("holds other files");
    }

    @Test
    void aChangeOfImagesGivesOtherEmbeddings() {
        EmbeddedSet plain = job("change").embed(request(SplitChoice.VALIDATION));
        EmbeddedSet negative =
                job("change").embed(request(SplitChoice.VALIDATION).withChange(new Negative(), 7));

        assertThat(negative.identity().differences(plain.identity())).containsExactly("change");
        assertThat(negative.keys()).isEqualTo(plain.keys());
        assertThat(negative.images().values()).isNotEqualTo(plain.images().values());
        assertThat(negative.texts().values()).isEqualTo(plain.texts().values());
    }

    @Test
    void namesTheRowsThatItLeavesOut() throws IOException {
        Path data = folder.resolve("undecodable");
        ShardFolder.at(data, row -> row == 4 ? new byte[] {1, 2, 3} : EmbeddingInputs.png((int) row))
                .shard(ShardSplit.VALIDATION, 30, 8)
                .write();
        Files.writeString(data.resolve(Tombstones.FILE_NAME), "key-7\n");

        EmbeddedSet set = job("left-out")
                .embed(EmbeddingRequest.of(
                        inputs.checkpoint().toString(),
                        inputs.vocabulary().toString(),
                        data.toString(),
                        SplitChoice.VALIDATION,
                        BATCH));

        assertThat(set.keys()).hasSize(28).doesNotContain("key-4", "key-7");
        assertThat(set.skipped()).extracting(SkippedRow::key).containsExactly("key-4");
        assertThat(set.skipped().get(0).reason()).startsWith("not_an_image: ");
        assertThat(set.identity().parts()).containsKey("tombstones");
        assertThat(set.captions().get(3)).containsExactly("caption 3", "other caption 3");
        assertThat(set.labels().get(1)).hasValue(1);
    }

    @Test
    void keepsFurtherColumnsAndRefusesUnknownOnes() {
        EmbeddedSet set =
                job("columns").embed(request(SplitChoice.VALIDATION).withColumns(List.of("source_file", "width")));

        assertThat(set.column("width")).hasSize(VALIDATION_ROWS).containsOnly("32");
        assertThat(set.column("source_file")).allMatch(file -> file.endsWith("val.tar"));
        assertThatThrownBy(() -> set.column("language"))
                .hasMessageContaining("No column 'language' beside the embeddings");
        assertThatThrownBy(() ->
                        job("columns").embed(request(SplitChoice.VALIDATION).withColumns(List.of("colour"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Column 'colour' cannot be asked for (expected: url, status,");
    }

    @Test
    void otherProgramsReadItsParts() {
        EmbeddingManifest manifest = job("").write(request(SplitChoice.VALIDATION), path("stock"));
        EmbeddedSet set = job("stock-cache").embed(request(SplitChoice.VALIDATION));

        Dataset<Row> rows = session.read().parquet(path("stock") + "/parts").orderBy("row");

        assertThat(rows.columns())
                .containsExactly(
                        "key", "split", "row", "captions", "label", "class", "image_embedding", "text_embeddings");
        Row row = rows.collectAsList().get(17);
        assertThat(row.<String>getAs("key")).isEqualTo(set.keys().get(17));
        assertThat(row.<Object>getList(3)).isEqualTo(List.copyOf(set.captions().get(17)));
        List<Float> image = row.getList(6);
        assertThat(image.get(5)).isEqualTo(set.images().values()[17 * 16 + 5]);
        assertThat(row.getList(7)).hasSameSizeAs(set.captions().get(17));
        assertThat(new EmbeddingFolder(path("stock")).complete(spark.hadoopConfiguration()))
                .isEqualTo(manifest);
    }

    @Test
    void executorsAndThreadsDoNotShowInTheBytes() {
        List<EmbeddedPart> ofTwoThreads = parts("two-threads");
        spark.close();
        start(LocalClusters.processes(2));
        List<EmbeddedPart> ofTwoProcesses = parts("two-processes");
        spark.close();
        start(LocalClusters.threads(1));
        List<EmbeddedPart> ofOneThread = parts("one-thread");
        spark.close();
        start(LocalClusters.threads(2));

        assertThat(ofTwoThreads).hasSize(2);
        assertThat(ofTwoProcesses).isEqualTo(ofTwoThreads);
        assertThat(ofOneThread).isEqualTo(ofTwoThreads);
    }

    private static List<EmbeddedPart> parts(String name) {
        return job("").write(request(SplitChoice.ALL), path(name)).parts();
    }

    private static EmbeddingJob job(String cache) {
        return new EmbeddingJob(spark, path("cache-" + cache));
    }

    private static String path(String name) {
        return folder.resolve(name).toString();
    }

    private static EmbeddingRequest request(SplitChoice split) {
        return inputs.request(split, BATCH);
    }
}
