package org.clipspark.job.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ReplicaShareTest {
    @Test
    void splitsRowsAsEvenlyAsPossible() {
        assertThat(new ReplicaShare(0, 3).rows(10)).isEqualTo(4);
        assertThat(new ReplicaShare(1, 3).rows(10)).isEqualTo(3);
        assertThat(new ReplicaShare(2, 3).rows(10)).isEqualTo(3);
        assertThat(new ReplicaShare(2, 3).from(10)).isEqualTo(7);
        assertThat(new ReplicaShare(2, 3).to(10)).isEqualTo(10);
    }

    @Test
    void dropsTheLastIncompleteBatch() {
        assertThat(ReplicaShare.WHOLE.batches(383, 128)).isEqualTo(2);
        assertThat(ReplicaShare.WHOLE.batches(384, 128)).isEqualTo(3);
    }

    @Test
    void keepsOneSmallBatchOfAtLeastTwoSamples() {
        assertThat(ReplicaShare.WHOLE.batches(127, 128)).isEqualTo(1);
        assertThat(ReplicaShare.WHOLE.batches(2, 128)).isEqualTo(1);
        assertThat(ReplicaShare.WHOLE.batches(1, 128)).isZero();
        assertThat(ReplicaShare.WHOLE.batches(0, 128)).isZero();
    }

    @Test
    void countsTheStepsOfTheBusiestReplica() {
        assertThat(ReplicaShare.stepsPerEpoch(7, 2, 4)).isEqualTo(1);
        assertThat(ReplicaShare.stepsPerEpoch(15, 2, 4)).isEqualTo(2);
        assertThat(ReplicaShare.stepsPerEpoch(1, 2, 4)).isZero();
    }

    @Test
    void refusesANumberOutsideTheGroup() {
        assertThatThrownBy(() -> new ReplicaShare(3, 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A replica's number must be from 0 to less than 3, got 3");
    }
}
