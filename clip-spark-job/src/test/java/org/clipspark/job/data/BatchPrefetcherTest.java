package org.clipspark.job.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongFunction;
import org.clipspark.image.RgbEncoder;
import org.clipspark.image.RgbImage;
import org.clipspark.model.input.Augmentation;
import org.clipspark.model.input.ClipBatch;
import org.clipspark.model.input.ClipTokenizer;
import org.clipspark.model.input.ColourJitter;
import org.clipspark.model.input.ImageTransform;
import org.clipspark.prep.shard.ShardSplit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchPrefetcherTest {
    private static final int SIZE = 8;
    private static final int CONTEXT = 12;
    private static final byte[] BROKEN = "broken".getBytes(StandardCharsets.UTF_8);
    private static final SampleCursor START = SampleCursor.start(3, 0);

    @TempDir
    Path folder;

    @Test
    void givesTheSameBatchesWithOneThreadAndWithFour() throws IOException {
        ShardReader reader = dataSet(40, BatchPrefetcherTest::picture);

        List<ClipBatch> one = all(reader, START, settings(8, 1, 1));
        List<ClipBatch> four = all(reader, START, settings(8, 4, 3));

        assertThat(one).hasSize(5);
        assertThat(contents(four)).isEqualTo(contents(one));
    }

    @Test
    void changesImagesAndCaptionsFromEpochToEpoch() throws IOException {
        ShardReader reader = dataSet(40, BatchPrefetcherTest::picture);
        PairEncoder encoder = encoder();
        Sample sample = reader.inOrder(ShardSplit.TRAIN, ReplicaShare.WHOLE).next();

        PairEncoder.Pair first = encoder.encode(sample, 3, 0, CONTEXT).orElseThrow();
        PairEncoder.Pair second = encoder.encode(sample, 3, 1, CONTEXT).orElseThrow();

        assertThat(second.image()).isNotEqualTo(first.image());
        List<String> texts = new ArrayList<>();
        for (int epoch = 0; epoch < 20; epoch++) {
            texts.add(Arrays.toString(
                    encoder.encode(sample, 3, epoch, CONTEXT).orElseThrow().text()));
        }
        assertThat(texts.stream().distinct())
                .as("one text for each of the two captions")
                .hasSize(2);
    }

    @Test
    void goesOnWhereItsCursorStands() throws IOException {
        ShardReader reader = dataSet(40, BatchPrefetcherTest::picture);
        List<ClipBatch> all = all(reader, START, settings(8, 1, 1));
        SampleCursor cursor = START.at(2);

        assertThat(contents(all(reader, cursor, settings(8, 1, 1)))).isEqualTo(contents(all.subList(2, all.size())));
    }

    @Test
    void dropsTheLastIncompleteBatchButKeepsAnOnlyOne() throws IOException {
        ShardReader reader = dataSet(11, BatchPrefetcherTest::picture);

        assertThat(sizes(all(reader, START, settings(4, 1, 1)))).containsExactly(4, 4);
        assertThat(sizes(all(reader, START, settings(32, 1, 1)))).containsExactly(11);
    }

    @Test
    void givesNothingFromASingleSample() throws IOException {
        ShardReader reader = dataSet(1, BatchPrefetcherTest::picture);

        assertThat(all(reader, START, settings(4, 1, 1))).isEmpty();
    }

    @Test
    void skipsAndCountsImagesThatCannotBeDecoded() throws IOException {
        ShardReader reader =
                dataSet(20, number -> number % 5 == 0 ? "broken".getBytes(StandardCharsets.UTF_8) : picture(number));

        try (BatchPrefetcher prefetcher = start(reader, START, settings(10, 2, 2))) {
            int pairs = prefetcher.next().orElseThrow().size()
                    + prefetcher.next().orElseThrow().size();
            assertThat(pairs).isEqualTo(16);
            assertThat(prefetcher.hasNext()).isFalse();
            assertThat(prefetcher.skipped()).isEqualTo(4);
        }
    }

    @Test
    void beginsBatchesAtTheSameSamplesWhateverImagesAreBroken() throws IOException {
        ShardReader reader = dataSet(40, number -> number % 5 == 0 ? BROKEN : picture(number));
        List<ClipBatch> all = all(reader, START, settings(8, 1, 1));

        assertThat(all).hasSize(5).anyMatch(batch -> batch.size() < 8);
        assertThat(contents(all(reader, START.at(3), settings(8, 1, 1)))).isEqualTo(contents(all.subList(3, 5)));
    }

    @Test
    void givesAnEmptyPlaceForABatchWithoutTwoPairs() throws IOException {
        ShardReader reader = dataSet(12, number -> number % 6 != 0 ? BROKEN : picture(number));

        try (BatchPrefetcher prefetcher = start(reader, START, settings(4, 1, 1))) {
            int given = 0;
            for (int number = 0; number < 3; number++) {
                assertThat(prefetcher.number()).isEqualTo(number);
                given += prefetcher.next().map(ClipBatch::size).orElse(0);
            }
            assertThat(prefetcher.hasNext()).isFalse();
            assertThat(given).isIn(0, 2);
            assertThat(prefetcher.skipped()).isEqualTo(10);
        }
    }

    @Test
    void sharesTheBatchesOfAnEpochWhateverTheNumberOfReplicas() throws IOException {
        ShardReader reader = dataSet(40, BatchPrefetcherTest::picture);
        BatchOrder order = reader.batchOrder(2, 5);
        List<String> one = contents(all(reader, START, ReplicaShare.WHOLE, order));

        for (int replicas = 2; replicas <= 5; replicas++) {
            List<List<String>> shares = new ArrayList<>();
            for (int replica = 0; replica < replicas; replica++) {
                shares.add(contents(all(reader, START.at(1), new ReplicaShare(replica, replicas), order)));
            }
            List<String> merged = new ArrayList<>();
            for (int i = 0; i < one.size() - 1; i++) {
                merged.add(shares.get(i % replicas).get(i / replicas));
            }
            assertThat(merged).as("%d replicas", replicas).isEqualTo(one.subList(1, one.size()));
        }
    }

    private List<ClipBatch> all(ShardReader reader, SampleCursor cursor, ReplicaShare share, BatchOrder order)
            throws IOException {
        List<ClipBatch> all = new ArrayList<>();
        BatchSettings settings = settings(order.batchSize(), 2, 2);
        try (BatchPrefetcher prefetcher = new BatchPrefetcher(reader, cursor, share, order, encoder(), settings)) {
            while (prefetcher.hasNext()) {
                prefetcher.next().ifPresent(all::add);
            }
        }
        return all;
    }

    @Test
    void passesOnThatAShardCannotBeRead() throws IOException {
        ShardReader reader = dataSet(40, BatchPrefetcherTest::picture);
        Files.delete(folder.resolve("train-0.parquet"));

        assertThatThrownBy(() -> all(reader, START, settings(8, 1, 1)))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("Cannot read shard");
    }

    @Test
    void refusesBatchesOfOne() {
        assertThatThrownBy(() -> settings(1, 1, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("batchSize >= 2");
    }

    private ShardReader dataSet(int rows, LongFunction<byte[]> images) throws IOException {
        return ShardFolder.at(folder, images).shard(ShardSplit.TRAIN, rows, 10).open();
    }

    private static byte[] picture(long number) {
        byte[] pixels = new byte[16 * 16 * 3];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (i * 7L + number * 31);
        }
        return RgbEncoder.named("png", 100).encode(new RgbImage(16, 16, pixels));
    }

    private PairEncoder encoder() throws IOException {
        Path vocabulary = Files.writeString(folder.resolve("vocabulary.txt"), "#version\nc a\n");
        return new PairEncoder(
                ImageTransform.training(SIZE, 4, new Augmentation(0.3, 1, 0.75, 1.33, 0.5, ColourJitter.NONE, 0)),
                ClipTokenizer.load(vocabulary));
    }

    private BatchPrefetcher start(ShardReader reader, SampleCursor cursor, BatchSettings settings) throws IOException {
        BatchOrder order = reader.batchOrder(1, settings.batchSize());
        return new BatchPrefetcher(reader, cursor, ReplicaShare.WHOLE, order, encoder(), settings);
    }

    private List<ClipBatch> all(ShardReader reader, SampleCursor cursor, BatchSettings settings) throws IOException {
        List<ClipBatch> all = new ArrayList<>();
        try (BatchPrefetcher prefetcher = start(reader, cursor, settings)) {
            while (prefetcher.hasNext()) {
                prefetcher.next().ifPresent(all::add);
            }
        }
        return all;
    }

    private static BatchSettings settings(int batchSize, int decodeThreads, int prefetchBatches) {
        return new BatchSettings(batchSize, CONTEXT, decodeThreads, prefetchBatches);
    }

    private static List<Integer> sizes(List<ClipBatch> batches) {
        return batches.stream().map(ClipBatch::size).toList();
    }

    private static List<String> contents(List<ClipBatch> batches) {
        return batches.stream()
                .map(batch -> Arrays.hashCode(batch.images()) + " " + Arrays.toString(batch.texts()))
                .toList();
    }
}
