package org.clipspark.job.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BatchOrderTest {
    @Test
    void dropsTheLastIncompleteBatchOfAStream() {
        assertThat(new BatchOrder(383, 1, 128).batches()).isEqualTo(2);
        assertThat(new BatchOrder(384, 1, 128).batches()).isEqualTo(3);
        assertThat(new BatchOrder(15, 2, 4).batches()).isEqualTo(3);
    }

    @Test
    void keepsOneSmallBatchOfAtLeastTwoSamples() {
        assertThat(new BatchOrder(127, 1, 128).batches()).isEqualTo(1);
        assertThat(new BatchOrder(127, 1, 128).size(0)).isEqualTo(127);
        assertThat(new BatchOrder(2, 1, 128).batches()).isEqualTo(1);
        assertThat(new BatchOrder(1, 1, 128).batches()).isZero();
        assertThat(new BatchOrder(0, 3, 128).batches()).isZero();
    }

    @Test
    void numbersBatchesAcrossStreams() {
        BatchOrder order = new BatchOrder(15, 2, 4);

        List<Long> first = new ArrayList<>();
        for (long number = 0; number < order.batches(); number++) {
            first.add(order.first(number));
        }
        assertThat(first).as("stream 0 has 8 samples, stream 1 has 7").containsExactly(0L, 8L, 4L);
    }

    @Test
    void countsStepsOfAnyNumberOfReplicas() {
        BatchOrder order = new BatchOrder(15, 2, 4);

        assertThat(order.steps(0, 2)).isEqualTo(2);
        assertThat(order.steps(0, 1)).isEqualTo(3);
        assertThat(order.steps(2, 5)).isEqualTo(1);
        assertThat(order.steps(3, 1)).isZero();
    }

    @Test
    void refusesBatchesOfOne() {
        assertThatThrownBy(() -> new BatchOrder(10, 1, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("batchSize >= 2, got 10, 1 and 1");
    }
}
