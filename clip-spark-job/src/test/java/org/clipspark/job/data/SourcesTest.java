package org.clipspark.job.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.clipspark.prep.shard.ShardSplit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two sources: {@code a} of 60 training rows, {@code b} of 30, in row groups of 10. */
class SourcesTest {
    private static final int ROWS_A = 60;
    private static final int ROWS_B = 30;

    @TempDir
    Path folder;

    @Test
    void keepsTheOrderOfRunsWithOneFolder() throws IOException {
        ShardReader one = ShardFolder.at(folder, SourcesTest::image)
                .shard(ShardSplit.TRAIN, 60, 10)
                .shard(ShardSplit.TRAIN, 40, 10)
                .open();

        // What the order was before there were sources: runs that began then go on bit for bit.
        assertThat(keys(epoch(one, 7, 2)).subList(0, 12))
                .containsExactly(
                        "key-60", "key-11", "key-0", "key-48", "key-2", "key-21", "key-23", "key-70", "key-22",
                        "key-94", "key-20", "key-66");
    }

    @Test
    void givesEverySampleOfAllSourcesOnceWhateverTheNumberOfReplicas() throws IOException {
        ShardReader reader = open(1, 1);
        BatchOrder order = reader.batchOrder(3, 5);

        List<String> one = keys(epoch(reader, 7, 0, ReplicaShare.WHOLE, order));
        assertThat(one).hasSize(ROWS_A + ROWS_B).doesNotHaveDuplicates();
        assertThat(one.subList(0, 30)).anyMatch(key -> key.startsWith("a-")).anyMatch(key -> key.startsWith("b-"));
        for (int replicas = 2; replicas <= 3; replicas++) {
            List<String> all = new ArrayList<>();
            for (int replica = 0; replica < replicas; replica++) {
                all.addAll(keys(epoch(reader, 7, 0, new ReplicaShare(replica, replicas), order)));
            }
            assertThat(all).as("%d replicas", replicas).containsExactlyInAnyOrderElementsOf(one);
        }
    }

    @Test
    void usesRowsAsOftenAsTheWeightSays() throws IOException {
        ShardReader reader = open(2, 0.5);

        Map<String, Integer> uses = uses(epoch(reader, 7, 0));

        assertThat(reader.batchOrder(1, 3).rows()).isEqualTo(2 * ROWS_A + ROWS_B / 2);
        assertThat(uses).hasSize(ROWS_A + ROWS_B / 2);
        uses.forEach((key, count) -> assertThat(count).as(key).isEqualTo(key.startsWith("a-") ? 2 : 1));
    }

    @Test
    void choosesThePartOfASourceAnewForEachEpoch() throws IOException {
        ShardReader reader = open(1, 1.5);

        Map<String, Integer> first = uses(epoch(reader, 7, 0));
        Map<String, Integer> second = uses(epoch(reader, 7, 1));

        for (Map<String, Integer> uses : List.of(first, second)) {
            assertThat(uses.values().stream().filter(count -> count == 2)).hasSize(ROWS_B / 2);
            assertThat(uses).hasSize(ROWS_A + ROWS_B);
        }
        assertThat(second).isNotEqualTo(first);
        assertThat(uses(epoch(reader, 7, 0))).isEqualTo(first);
    }

    @Test
    void changesARowDifferentlyAtEachOfItsUses() throws IOException {
        ShardReader reader = open(3, 1);

        List<Integer> uses = new ArrayList<>();
        epoch(reader, 7, 0).forEachRemaining(sample -> {
            if (sample.key().equals("a-7")) {
                uses.add(sample.use());
            }
        });

        assertThat(uses).containsExactlyInAnyOrder(0, 1, 2);
        assertThat(Seeds.ofUse(7, 0, 7, 0)).isEqualTo(Seeds.mix(7, 0, 7)).isNotEqualTo(Seeds.ofUse(7, 0, 7, 1));
    }

    @Test
    void numbersRowsAcrossSources() throws IOException {
        ShardReader reader = open(1, 1);

        List<Long> rows = new ArrayList<>();
        reader.inOrder(ShardSplit.TRAIN, ReplicaShare.WHOLE).forEachRemaining(sample -> rows.add(sample.row()));

        assertThat(rows).hasSize(ROWS_A + ROWS_B).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void drawsSourcesInProportionToWeightTimesRows() {
        int samples = 90_000;
        List<List<RowGroup>> sources = List.of(groups(0, 6, 0), groups(1, 3, 60));

        List<Draw> draws = new ResampledGroups(List.of(1.0, 4.0), samples).draws(sources, 7, 0);

        int[] rows = new int[9];
        draws.forEach(draw -> rows[(int) draw.group().firstRow() / 10] += draw.rows());
        // 9000 draws of ten rows: 500 for each group of the first source, 2000 for one of the second; the standard
        // deviations are 22 and 39 draws.
        for (int group = 0; group < rows.length; group++) {
            double expected = group < 6 ? samples / 18.0 : samples * 4 / 18.0;
            assertThat((double) rows[group]).as("group %d", group).isCloseTo(expected, within(0.2 * expected));
        }
    }

    private static List<RowGroup> groups(int source, int count, int firstRow) {
        return IntStream.range(0, count)
                .mapToObj(i -> new RowGroup(source, "file", i, 10, firstRow + 10L * i, 1))
                .toList();
    }

    @Test
    void drawsEachEpochDifferentlyAndTheSameOneAlike() throws IOException {
        ShardReader reader = drawn(200, 1, 4);
        List<String> keys = keys(epoch(reader, 7, 0));

        assertThat(keys).hasSize(200);
        assertThat(keys(epoch(reader, 7, 0))).isEqualTo(keys);
        assertThat(keys(epoch(reader, 7, 1))).isNotEqualTo(keys);
    }

    @Test
    void drawsExactlySoManySamplesAndTheSameOnesForAnyNumberOfReplicas() throws IOException {
        ShardReader reader = drawn(47, 1, 1);
        BatchOrder order = reader.batchOrder(2, 4);

        List<String> one = keys(epoch(reader, 7, 0, ReplicaShare.WHOLE, order));
        List<String> three = new ArrayList<>();
        for (int replica = 0; replica < 3; replica++) {
            three.addAll(keys(epoch(reader, 7, 0, new ReplicaShare(replica, 3), order)));
        }

        assertThat(order.rows()).isEqualTo(47);
        assertThat(one).hasSize(44);
        assertThat(three).containsExactlyInAnyOrderElementsOf(one);
    }

    @Test
    void goesOnWithinADrawnEpochWhereTheCursorStands() throws IOException {
        ShardReader reader = drawn(80, 3, 1);
        BatchOrder order = reader.batchOrder(1, 4);
        List<String> whole = keys(epoch(reader, 7, 3, ReplicaShare.WHOLE, order));

        assertThat(keys(reader.shuffled(SampleCursor.start(7, 3).at(6), ReplicaShare.WHOLE, order)))
                .isEqualTo(whole.subList(24, whole.size()));
    }

    @Test
    void readsValidationRowsOfAllSourcesOnceWhateverTheirWeights() throws IOException {
        ShardReader reader = open(5, 0.1);

        assertThat(keys(reader.inOrder(ShardSplit.VALIDATION, ReplicaShare.WHOLE)))
                .containsExactly("a-60", "a-61", "a-62", "b-30", "b-31");
        assertThat(reader.classNames()).containsExactly("even", "odd");
    }

    @Test
    void takesASourceThatHasOnlyValidationRows() throws IOException {
        SourceSettings held = ShardFolder.at(at("held"), SourcesTest::image)
                .keys("held-")
                .shard(ShardSplit.VALIDATION, 4, 10)
                .write();
        SourceSettings plain = ShardFolder.at(at("plain"), SourcesTest::image)
                .keys("plain-")
                .classes()
                .shard(ShardSplit.TRAIN, 20, 10)
                .write();
        ShardReader reader = ShardReader.open(ShardFolder.settings(List.of(held, plain)), ShardFolder.HADOOP);

        assertThat(keys(epoch(reader, 7, 0))).hasSize(20);
        assertThat(reader.classNames()).containsExactly("even", "odd");
        ShardReader drawn = ShardReader.open(ShardFolder.drawn(List.of(held, plain), 50), ShardFolder.HADOOP);
        assertThat(keys(epoch(drawn, 7, 0))).hasSize(50).allMatch(key -> key.startsWith("plain-"));
    }

    @Test
    void identifiesDataAndSampling() throws IOException {
        SourceSettings a = source("a", ROWS_A, 3, 1);
        SourceSettings b = source("b", ROWS_B, 2, 2.5);
        ShardReader both = ShardReader.open(ShardFolder.settings(List.of(a, b)), ShardFolder.HADOOP);
        ShardReader turned = ShardReader.open(ShardFolder.settings(List.of(b, a)), ShardFolder.HADOOP);
        ShardReader one = ShardReader.open(ShardFolder.settings(List.of(a)), ShardFolder.HADOOP);

        assertThat(both.sources()).extracting(SourceFacts::name).containsExactly("a", "b");
        assertThat(one.contentHash()).isEqualTo(one.sources().get(0).manifestHash());
        assertThat(List.of(one.contentHash(), both.contentHash(), turned.contentHash()))
                .doesNotHaveDuplicates();
        assertThat(one.samplingRule()).isEmpty();
        assertThat(both.samplingRule()).isEqualTo("weights 1.0 2.5");
        assertThat(drawn(100, 1, 4).samplingRule()).isEqualTo("100 samples drawn by the weights 1.0 4.0");
    }

    @Test
    void refusesTheSameDataTwice() throws IOException {
        SourceSettings a = source("a", ROWS_A, 3, 1);
        SourceSettings copy = ShardFolder.at(at("copy"), SourcesTest::image)
                .keys("a-")
                .shard(ShardSplit.TRAIN, ROWS_A, 10)
                .shard(ShardSplit.VALIDATION, 3, 10)
                .write();

        assertThatThrownBy(() -> ShardReader.open(ShardFolder.settings(List.of(a, copy)), ShardFolder.HADOOP))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("data.sources a and copy are the same data set: give it once, with the sum of the weights");
    }

    @Test
    void refusesValidationRowsOfDifferentClasses() throws IOException {
        SourceSettings a = source("a", ROWS_A, 3, 1);
        SourceSettings other = ShardFolder.at(at("other"), SourcesTest::image)
                .keys("other-")
                .classes("even", "strange", "third")
                .shard(ShardSplit.VALIDATION, 3, 10)
                .write();

        assertThatThrownBy(() -> ShardReader.open(ShardFolder.settings(List.of(a, other)), ShardFolder.HADOOP))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("data.sources a and other have validation rows of different classes: class 1 is"
                        + " 'odd' in one and 'strange' in the other");
    }

    @Test
    void refusesAWeightThatLeavesNoRow() throws IOException {
        SourceSettings a = source("a", ROWS_A, 3, 0.001);

        assertThatThrownBy(() -> ShardReader.open(ShardFolder.settings(List.of(a)), ShardFolder.HADOOP))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("data.sources a has 60 training rows, of which weight 0.001 leaves none: raise it");
        assertThat(keys(epoch(ShardReader.open(ShardFolder.drawn(List.of(a), 20), ShardFolder.HADOOP), 7, 0)))
                .as("drawn by the ratio of weights, whatever their size")
                .hasSize(20);
    }

    @Test
    void namesTheSourceThatIsMissing() throws IOException {
        SourceSettings a = source("a", ROWS_A, 3, 1);
        SourceSettings missing = SourceSettings.only(folder.resolve("missing").toString());

        assertThatThrownBy(() -> ShardReader.open(ShardFolder.settings(List.of(a, missing)), ShardFolder.HADOOP))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(folder.resolve("missing").toString())
                .hasMessageContaining("make one with 'clip prep run'");
    }

    private ShardReader open(double weightA, double weightB) throws IOException {
        return ShardReader.open(ShardFolder.settings(both(weightA, weightB)), ShardFolder.HADOOP);
    }

    private ShardReader drawn(long samples, double weightA, double weightB) throws IOException {
        return ShardReader.open(ShardFolder.drawn(both(weightA, weightB), samples), ShardFolder.HADOOP);
    }

    private List<SourceSettings> both(double weightA, double weightB) throws IOException {
        return List.of(source("a", ROWS_A, 3, weightA), source("b", ROWS_B, 2, weightB));
    }

    private SourceSettings source(String name, int trainRows, int validationRows, double weight) throws IOException {
        Path own = at(name);
        if (!own.resolve("manifest.json").toFile().exists()) {
            ShardFolder.at(own, SourcesTest::image)
                    .keys(name + "-")
                    .shard(ShardSplit.TRAIN, trainRows, 10)
                    .shard(ShardSplit.VALIDATION, validationRows, 10)
                    .write();
        }
        return new SourceSettings(own.toString(), weight, Optional.empty());
    }

    private Path at(String name) {
        return folder.resolve(name);
    }

    private static byte[] image(long number) {
        return new byte[] {(byte) number};
    }

    /** All samples of an epoch: one stream whose last batch is not cut off here because its length is a factor. */
    private static Iterator<Sample> epoch(ShardReader reader, long seed, int epoch) {
        long rows = reader.batchOrder(1, 2).rows();
        return epoch(reader, seed, epoch, ReplicaShare.WHOLE, reader.batchOrder(1, Math.toIntExact(rows)));
    }

    private static Iterator<Sample> epoch(
            ShardReader reader, long seed, int epoch, ReplicaShare share, BatchOrder order) {
        return reader.shuffled(SampleCursor.start(seed, epoch), share, order);
    }

    private static Map<String, Integer> uses(Iterator<Sample> samples) {
        Map<String, Integer> uses = new TreeMap<>();
        samples.forEachRemaining(sample -> uses.merge(sample.key(), 1, Integer::sum));
        return uses;
    }

    private static List<String> keys(Iterator<Sample> samples) {
        List<String> keys = new ArrayList<>();
        samples.forEachRemaining(sample -> keys.add(sample.key()));
        return keys;
    }
}
