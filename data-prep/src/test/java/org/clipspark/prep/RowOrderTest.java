package org.clipspark.prep;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.clipspark.prep.shard.ImageBytes;
import org.clipspark.prep.shard.PairAttributes;
import org.clipspark.prep.shard.PairOrigin;
import org.clipspark.prep.shard.PairText;
import org.clipspark.prep.shard.PixelSizes;
import org.clipspark.prep.shard.RowStatus;
import org.clipspark.prep.shard.ShardRow;
import org.clipspark.prep.shard.ShardSplit;
import org.junit.jupiter.api.Test;

class RowOrderTest {
    private static final RowOrder.Ascending ASCENDING = new RowOrder.Ascending();

    @Test
    void sortsHashesAsUnsignedNumbers() {
        RowOrder low = order(1, "b", 0);
        RowOrder high = order(-1, "a", 0);

        assertThat(ASCENDING.compare(low, high)).isNegative();
        assertThat(ASCENDING.compare(high, low)).isPositive();
    }

    @Test
    void keepsRowsOfOneKeyTogetherInTheOrderTheyWereFound() {
        List<RowOrder> sorted = List.of(order(7, "a", 0), order(7, "a", 3), order(7, "b", 1), order(7, "b", 2));
        List<RowOrder> shuffled = new ArrayList<>(sorted);
        Collections.shuffle(shuffled, new Random(5));

        shuffled.sort(ASCENDING);

        assertThat(shuffled).isEqualTo(sorted);
    }

    @Test
    void theSeedAndTheKeyAloneDecideTheHash() {
        PreparedRow here = row("k", new PairOrigin(0, "a.tar", 0));
        PreparedRow there = row("k", new PairOrigin(1, "b.tar", 9));

        assertThat(RowOrder.of(1, here).hash())
                .isEqualTo(RowOrder.of(1, there).hash())
                .isNotEqualTo(RowOrder.of(2, here).hash());
    }

    @Test
    void laterFilesHoldLaterHashesAndValidationFollowsTraining() {
        ShardPartitioner partitioner = ShardPartitioner.ofSplits(3, 2);

        List<Integer> train = IntStream.range(0, 200)
                .mapToObj(i -> RowOrder.of(1, row("k" + i, new PairOrigin(0, "a", i))))
                .sorted(ASCENDING)
                .map(partitioner::getPartition)
                .toList();

        assertThat(train).isSorted().contains(0, 1, 2).doesNotContain(3);
        assertThat(partitioner.getPartition(new RowOrder(ShardSplit.VALIDATION, -1, "k", new PairOrigin(0, "a", 0))))
                .isEqualTo(4);
        assertThat(partitioner.split(2)).isEqualTo(ShardSplit.TRAIN);
        assertThat(partitioner.split(3)).isEqualTo(ShardSplit.VALIDATION);
        assertThat(partitioner.fileNumber(4)).isEqualTo(1);
    }

    private static RowOrder order(long hash, String key, long position) {
        return new RowOrder(ShardSplit.TRAIN, hash, key, new PairOrigin(0, "a", position));
    }

    private static PreparedRow row(String key, PairOrigin origin) {
        ShardRow row = new ShardRow(
                key,
                origin,
                PairText.NONE,
                ImageBytes.NONE,
                PixelSizes.NONE,
                "",
                PairAttributes.NONE,
                RowStatus.SUCCESS);
        return new PreparedRow(ShardSplit.TRAIN, row);
    }
}
