package org.clipspark.job.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalInt;
import org.clipspark.prep.shard.ShardSplit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShardReaderTest {
    private static final int ROWS = 100;

    @TempDir
    Path folder;

    @Test
    void readsRowsInOrderWithAllTheirColumns() throws IOException {
        Iterator<Sample> stream = dataSet().inOrder(ShardSplit.VALIDATION, ReplicaShare.WHOLE);

        Sample first = stream.next();
        Sample second = stream.next();
        assertThat(first.row()).isZero();
        assertThat(first.key()).isEqualTo("key-100");
        assertThat(first.image()).containsExactly(100);
        assertThat(first.captions()).containsExactly("caption 100");
        assertThat(first.label()).isEmpty();
        assertThat(first.className()).isEmpty();
        assertThat(second.label()).isEqualTo(OptionalInt.of(1));
        assertThat(second.className()).contains("odd");
        assertThat(stream.next().captions()).containsExactly("caption 102", "other caption 102");
        assertThat(keys(stream)).containsExactly("key-103", "key-104");
    }

    @Test
    void givesEveryTrainingSampleExactlyOnceWhateverTheNumberOfReplicas() throws IOException {
        ShardReader reader = dataSet();
        BatchOrder order = reader.batchOrder(5, 4);

        List<String> three = new ArrayList<>();
        for (int replica = 0; replica < 3; replica++) {
            three.addAll(keys(reader.shuffled(SampleCursor.start(7, 2), new ReplicaShare(replica, 3), order)));
        }

        assertThat(three).hasSize(ROWS).doesNotHaveDuplicates().doesNotContain("key-100");
        assertThat(three).containsExactlyInAnyOrderElementsOf(epoch(reader, 7, 2));
    }

    @Test
    void ordersEachEpochAndSeedDifferentlyAndTheSameOneAlike() throws IOException {
        ShardReader reader = dataSet();

        List<String> order = epoch(reader, 7, 0);

        assertThat(epoch(reader, 7, 0)).isEqualTo(order);
        assertThat(epoch(reader, 7, 1)).isNotEqualTo(order);
        assertThat(epoch(reader, 8, 0)).isNotEqualTo(order);
    }

    @Test
    void goesOnWhereTheCursorStands() throws IOException {
        ShardReader reader = dataSet();
        BatchOrder order = reader.batchOrder(3, 4);
        ReplicaShare share = new ReplicaShare(1, 3);
        SampleCursor start = SampleCursor.start(7, 0);
        List<String> whole = keys(reader.shuffled(start, share, order));

        assertThat(keys(reader.shuffled(start.at(15), share, order))).isEqualTo(whole.subList(20, whole.size()));
        assertThat(keys(reader.shuffled(start.at(1000), share, order))).isEmpty();
    }

    @Test
    void mixesRowsOfDifferentRowGroups() throws IOException {
        assertThat(epoch(dataSet(), 7, 0).subList(0, 10).stream()
                        .map(key -> Integer.parseInt(key.substring(4)) / 10)
                        .distinct()
                        .count())
                .isGreaterThan(3);
    }

    @Test
    void givesNothingWhereThereAreFewerRowsThanReplicas() throws IOException {
        ShardReader reader = ShardFolder.at(folder, ShardReaderTest::image)
                .shard(ShardSplit.TRAIN, 2, 10)
                .open();

        assertThat(keys(reader.shuffled(SampleCursor.start(1, 0), new ReplicaShare(2, 3), reader.batchOrder(3, 2))))
                .isEmpty();
    }

    private static List<String> epoch(ShardReader reader, long seed, int epoch) {
        return keys(reader.shuffled(SampleCursor.start(seed, epoch), ReplicaShare.WHOLE, reader.batchOrder(1, 2)));
    }

    @Test
    void namesTheShardThatIsMissing() throws IOException {
        ShardReader reader = dataSet();
        Files.delete(folder.resolve("validation-2.parquet"));

        assertThatThrownBy(() -> keys(reader.inOrder(ShardSplit.VALIDATION, ReplicaShare.WHOLE)))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("Cannot read shard")
                .hasMessageContaining("validation-2.parquet");
    }

    @Test
    void refusesAShardThatIsNotTheOneListed() throws IOException {
        ShardReader reader = dataSet();
        Files.copy(folder.resolve("train-0.parquet"), folder.resolve("other"));
        Files.delete(folder.resolve("validation-2.parquet"));
        Files.delete(folder.resolve(".validation-2.parquet.crc"));
        Files.move(folder.resolve("other"), folder.resolve("validation-2.parquet"));

        assertThatThrownBy(() -> keys(reader.inOrder(ShardSplit.VALIDATION, ReplicaShare.WHOLE)))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("its row group 0 does not have the 5 rows that the manifest lists");
    }

    @Test
    void refusesAnImageOfWhichABitChanged() throws IOException {
        ShardReader reader = dataSet();
        Files.delete(folder.resolve(".validation-2.parquet.crc"));
        Path shard = folder.resolve("validation-2.parquet");
        byte[] bytes = Files.readAllBytes(shard);
        // The first page of images begins behind the magic bytes and a header of some twenty.
        bytes[60] ^= 1;
        Files.write(shard, bytes);

        assertThatThrownBy(() -> keys(reader.inOrder(ShardSplit.VALIDATION, ReplicaShare.WHOLE)))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("Cannot read shard")
                .hasMessageContaining("validation-2.parquet: could not verify page integrity");
    }

    @Test
    void refusesAFileThatIsNotParquet() throws IOException {
        ShardReader reader = dataSet();
        Files.delete(folder.resolve(".validation-2.parquet.crc"));
        Files.writeString(folder.resolve("validation-2.parquet"), "not a Parquet file, though long enough for one");

        assertThatThrownBy(() -> keys(reader.inOrder(ShardSplit.VALIDATION, ReplicaShare.WHOLE)))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("is not a Parquet file");
    }

    @Test
    void saysHowToMakeTheDataSetThatIsMissing() {
        assertThatThrownBy(() -> open(folder))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("make one with 'clip prep run'");
    }

    private static ShardReader open(Path folder) {
        SourceSettings source = SourceSettings.only(folder.toString());
        return ShardReader.open(ShardFolder.settings(List.of(source)), ShardFolder.HADOOP);
    }

    private ShardReader dataSet() throws IOException {
        return ShardFolder.at(folder, ShardReaderTest::image)
                .shard(ShardSplit.TRAIN, 60, 10)
                .shard(ShardSplit.TRAIN, 40, 10)
                .shard(ShardSplit.VALIDATION, 5, 10)
                .open();
    }

    private static byte[] image(long number) {
        return new byte[] {(byte) number};
    }

    private static List<String> keys(Iterator<Sample> stream) {
        List<String> keys = new ArrayList<>();
        stream.forEachRemaining(sample -> keys.add(sample.key()));
        return keys;
    }
}
