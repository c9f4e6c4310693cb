package org.clipspark.job.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReplicaHealthTest {
    private static final EpochReport SOUND = EpochReport.of(List.of(new StepRecord(1, 16, 2.5, 1e-3, 1, 14)));
    private static final EpochReport LOST = EpochReport.of(List.of(new StepRecord(1, 16, Double.NaN, 1e-3, 1, 14)));

    @Test
    void isSickWithoutNumbers() {
        assertThat(ReplicaHealth.sickness(LOST, 1, 1, 10)).contains("its loss is no number");
        assertThat(ReplicaHealth.sickness(SOUND, 1, Double.NaN, 0)).contains("its parameters are no numbers");
        assertThat(ReplicaHealth.sickness(SOUND, 1, Double.POSITIVE_INFINITY, 0))
                .contains("its parameters are no numbers");
    }

    @Test
    void isSickWhenItsNormGrowsTooMuch() {
        assertThat(ReplicaHealth.sickness(SOUND, 2, 20, 10)).isEmpty();
        assertThat(ReplicaHealth.sickness(SOUND, 2, 21, 10))
                .contains("the norm of its parameters rose from 2.00 to 21.0");
        assertThat(ReplicaHealth.sickness(SOUND, 2, 1e9, 0)).isEmpty();
        assertThat(ReplicaHealth.sickness(SOUND, 0, 1, 10)).isEmpty();
    }
}
