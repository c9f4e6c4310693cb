package org.clipspark.job.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class BatchOrderPropertyTest {
    @Property
    void usesNoSampleTwiceAndLeavesLessThanOneBatchOfEachStream(
            @ForAll @IntRange(max = 3000) int rows,
            @ForAll @IntRange(min = 1, max = 9) int streams,
            @ForAll @IntRange(min = 2, max = 40) int batchSize) {
        BatchOrder order = new BatchOrder(rows, streams, batchSize);
        BitSet used = new BitSet();
        for (long number = 0; number < order.batches(); number++) {
            int first = Math.toIntExact(order.first(number));
            int size = order.size(number);
            assertThat(first + size).isLessThanOrEqualTo(rows);
            assertThat(used.get(first, first + size).isEmpty()).isTrue();
            assertThat(size).isBetween(2, batchSize);
            used.set(first, first + size);
        }
        assertThat(rows - used.cardinality()).isLessThanOrEqualTo(streams * (batchSize - 1));
    }
}
