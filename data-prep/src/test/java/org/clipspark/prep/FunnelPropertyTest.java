package org.clipspark.prep;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.clipspark.prep.shard.ImageBytes;
import org.clipspark.prep.shard.PairAttributes;
import org.clipspark.prep.shard.PairOrigin;
import org.clipspark.prep.shard.PairText;
import org.clipspark.prep.shard.PixelSizes;
import org.clipspark.prep.shard.RowStatus;
import org.clipspark.prep.shard.ShardRow;
import org.clipspark.prep.shard.ShardSplit;

class FunnelPropertyTest {
    @Provide
    Arbitrary<List<PreparedRow>> rows() {
        return Arbitraries.integers()
                .between(0, 50)
                .map(FunnelPropertyTest::row)
                .list();
    }

    @Property
    void everyRowIsAcceptedOrRejected(@ForAll("rows") List<PreparedRow> rows) {
        Funnel funnel = count(rows);

        long accepted = funnel.accepted(ShardSplit.TRAIN) + funnel.accepted(ShardSplit.VALIDATION);
        assertThat(funnel.rowsIn()).isEqualTo(rows.size());
        assertThat(accepted + funnel.rejectedRows()).isEqualTo(rows.size());
        assertThat(sum(funnel.found())).isEqualTo(rows.size());
        assertThat(sum(funnel.kept())).isEqualTo(accepted);
    }

    @Property
    void countingInPartsIsCountingAtOnce(
            @ForAll("rows") List<PreparedRow> left, @ForAll("rows") List<PreparedRow> right) {
        Funnel parts = count(left).plus(count(right));

        List<PreparedRow> both = new ArrayList<>(left);
        both.addAll(right);
        assertThat(parts).isEqualTo(count(both)).isEqualTo(count(right).plus(count(left)));
        assertThat(parts.plus(Funnel.empty()))
                .isEqualTo(parts)
                .isEqualTo(Funnel.empty().plus(parts));
    }

    private static long sum(Map<Integer, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    private static Funnel count(List<PreparedRow> rows) {
        Funnel.Counter counter = new Funnel.Counter();
        rows.forEach(counter::add);
        return counter.funnel();
    }

    private static PreparedRow row(int number) {
        PairText text =
                new PairText(List.of("a caption"), "", number % 3 - 1, number % 5 == 0 ? "" : "class " + number);
        RowStatus status = number % 4 == 0 ? new RowStatus("reason_" + number % 8, "") : RowStatus.SUCCESS;
        ShardRow row = new ShardRow(
                "k" + number,
                new PairOrigin(number % 3, "file", number),
                text,
                ImageBytes.NONE,
                PixelSizes.NONE,
                "",
                PairAttributes.NONE,
                status);
        ShardSplit split = number % 2 == 0 ? ShardSplit.TRAIN : ShardSplit.VALIDATION;
        return new PreparedRow(split, row);
    }
}
