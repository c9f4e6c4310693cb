package org.clipspark.job.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.clipspark.image.RgbEncoder;
import org.clipspark.image.RgbImage;
import org.clipspark.job.data.tombstone.ErasedRows;
import org.clipspark.job.data.tombstone.ErasureCounts;
import org.clipspark.job.data.tombstone.Tombstones;
import org.clipspark.model.input.Augmentation;
import org.clipspark.model.input.ClipBatch;
import org.clipspark.model.input.ClipTokenizer;
import org.clipspark.model.input.ColourJitter;
import org.clipspark.model.input.ImageTransform;
import org.clipspark.prep.shard.ShardSplit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Listed keys of a source of 40 training and 6 validation rows, beside another one of the same keys. */
class ErasureTest {
    private static final Set<String> ERASED = Set.of("key-0", "key-7", "key-23", "key-39", "key-41");
    private static final SampleCursor START = SampleCursor.start(3, 0);
    private static final int CONTEXT = 8;

    @TempDir
    Path folder;

    @Test
    void leavesErasedRowsOutOfTheirBatchesAndChangesNothingElse() throws IOException {
        SourceSettings source = source("data");
        ShardReader before = open(source);
        erase("data");
        ShardReader after = open(source);
        BatchOrder order = before.batchOrder(2, 5);

        assertThat(after.batchOrder(2, 5)).isEqualTo(order);
        for (int replicas = 1; replicas <= 3; replicas++) {
            for (int replica = 0; replica < replicas; replica++) {
                ReplicaShare share = new ReplicaShare(replica, replicas);
                assertThat(batches(after, share, order))
                        .as("replica %d of %d", replica, replicas)
                        .isEqualTo(withoutErased(before, batches(before, share, order)));
            }
        }
    }

    /** The batches without those images that {@link #ERASED} rows have. */
    private static List<List<String>> withoutErased(ShardReader whole, List<List<String>> batches) throws IOException {
        Set<String> images = new TreeSet<>();
        PairEncoder encoder = encoder();
        whole.inOrder(ShardSplit.TRAIN, ReplicaShare.WHOLE).forEachRemaining(sample -> {
            if (ERASED.contains(sample.key())) {
                float[] image = encoder.encode(sample, START.seed(), START.epoch(), CONTEXT)
                        .orElseThrow()
                        .image();
                images.add(Arrays.toString(image));
            }
        });
        assertThat(images).as("key-41 is no training row").hasSize(4);
        return batches.stream()
                .map(batch ->
                        batch.stream().filter(image -> !images.contains(image)).toList())
                .toList();
    }

    @Test
    void leavesErasedRowsOutOfEvaluations() throws IOException {
        SourceSettings source = source("data");
        erase("data");

        assertThat(keys(open(source).inOrder(ShardSplit.VALIDATION, ReplicaShare.WHOLE)))
                .containsExactly("key-40", "key-42", "key-43", "key-44", "key-45");
        assertThat(keys(open(source).inOrder(ShardSplit.TRAIN, ReplicaShare.WHOLE)))
                .hasSize(36)
                .doesNotContainAnyElementsOf(ERASED);
    }

    @Test
    void countsThemInEachSource() throws IOException {
        List<SourceSettings> both = List.of(source("data"), source("other", "x-", 20));
        erase("data", "key-1000");
        Files.writeString(folder.resolve("other").resolve(Tombstones.FILE_NAME), "x-3\nkey-1\n");
        ShardReader reader = ShardReader.open(ShardFolder.settings(both), ShardFolder.HADOOP);

        List<ErasedRows> found = reader.files().stream()
                .map(file -> file.erased(reader.tombstones(), ShardFolder.HADOOP))
                .toList();

        assertThat(ErasureCounts.of(reader.tombstones(), found, 2))
                .as("key-1 is of the other source only, which has no such row")
                .isEqualTo(new ErasureCounts(8, 2, List.of(4L, 1L), List.of(1L, 0L)));
        assertThat(keys(reader.inOrder(ShardSplit.TRAIN, ReplicaShare.WHOLE)))
                .contains("key-1")
                .doesNotContain("x-3");
    }

    @Test
    void neverDrawsThem() throws IOException {
        SourceSettings source = source("data");
        erase("data");
        ShardReader reader = ShardReader.open(ShardFolder.drawn(List.of(source), 400), ShardFolder.HADOOP);

        int present = 0;
        Iterator<Sample> epoch = reader.shuffled(START, ReplicaShare.WHOLE, reader.batchOrder(1, 4));
        while (epoch.hasNext()) {
            Sample sample = epoch.next();
            assertThat(ERASED).doesNotContain(sample.key());
            assertThat(sample.isErased()).isEqualTo(sample.image().length == 0);
            present += sample.isErased() ? 0 : 1;
        }
        assertThat(present).as("of 400, a tenth of which is erased").isBetween(330, 390);
    }

    private ShardReader open(SourceSettings source) {
        return ShardReader.open(ShardFolder.settings(List.of(source)), ShardFolder.HADOOP);
    }

    private SourceSettings source(String name) throws IOException {
        return source(name, "key-", 40);
    }

    private SourceSettings source(String name, String prefix, int rows) throws IOException {
        return ShardFolder.at(folder.resolve(name), ErasureTest::picture)
                .keys(prefix)
                .shard(ShardSplit.TRAIN, rows, 10)
                .shard(ShardSplit.VALIDATION, 6, 10)
                .write();
    }

    private void erase(String name, String... more) throws IOException {
        List<String> lines = new ArrayList<>(ERASED);
        lines.addAll(List.of(more));
        Files.write(folder.resolve(name).resolve(Tombstones.FILE_NAME), lines, StandardCharsets.UTF_8);
    }

    /** Images of each batch of a replica's share. */
    private static List<List<String>> batches(ShardReader reader, ReplicaShare share, BatchOrder order)
            throws IOException {
        List<List<String>> batches = new ArrayList<>();
        BatchSettings settings = new BatchSettings(order.batchSize(), CONTEXT, 2, 2);
        try (BatchPrefetcher prefetcher = new BatchPrefetcher(reader, START, share, order, encoder(), settings)) {
            while (prefetcher.hasNext()) {
                prefetcher.next().map(ErasureTest::images).ifPresent(batches::add);
            }
            assertThat(prefetcher.skipped())
                    .as("an erased row is no broken one")
                    .isZero();
        }
        return batches;
    }

    private static List<String> images(ClipBatch batch) {
        List<String> images = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++) {
            int from = i * batch.imageLength();
            images.add(Arrays.toString(Arrays.copyOfRange(batch.images(), from, from + batch.imageLength())));
        }
        return images;
    }

    private static List<String> keys(Iterator<Sample> samples) {
        List<String> keys = new ArrayList<>();
        samples.forEachRemaining(sample -> keys.add(sample.key()));
        return keys;
    }

    private static byte[] picture(long number) {
        byte[] pixels = new byte[16 * 16 * 3];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (i * 7L + number * 31);
        }
        return RgbEncoder.named("png", 100).encode(new RgbImage(16, 16, pixels));
    }

    private static PairEncoder encoder() throws IOException {
        Path vocabulary = Files.writeString(Files.createTempFile("vocabulary", ".txt"), "#version\nc a\n");
        try {
            return new PairEncoder(
                    ImageTransform.training(8, 4, new Augmentation(0.3, 1, 0.75, 1.33, 0.5, ColourJitter.NONE, 0)),
                    ClipTokenizer.load(vocabulary));
        } finally {
            Files.delete(vocabulary);
        }
    }
}
