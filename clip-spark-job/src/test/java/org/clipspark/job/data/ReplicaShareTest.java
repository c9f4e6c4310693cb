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
    void refusesANumberOutsideTheGroup() {
        assertThatThrownBy(() -> new ReplicaShare(3, 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A replica's number must be from 0 to less than 3, got 3");
    }
}
