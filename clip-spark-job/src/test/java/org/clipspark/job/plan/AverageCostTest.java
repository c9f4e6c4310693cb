package org.clipspark.job.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class AverageCostTest {
    @Test
    void takesTheShareOfTheTimeThatIsNotSpentInSteps() {
        assertThat(new AverageCost(1, 0.1, 30).overhead()).isEqualTo(0.25, Offset.offset(1e-12));
    }

    @Test
    void suggestsTheFewestStepsThatKeepAveragesAtFivePerCent() {
        AverageCost cost = new AverageCost(0.85, 0.3, 1);

        // As in the arithmetic of averages over 10 Gb/s: 0.85 s beside steps of 0.3 s.
        assertThat(cost.suggestedFrequency()).isEqualTo(54);
        assertThat(new AverageCost(0.85, 0.3, 54).overhead()).isLessThanOrEqualTo(0.05);
        assertThat(new AverageCost(0.85, 0.3, 53).overhead()).isGreaterThan(0.05);
    }

    @Test
    void suggestsAnAverageAfterEachStepWhereThereIsNobodyToAverageWith() {
        AverageCost alone = new AverageCost(0, 0.3, 7);

        assertThat(alone.overhead()).isZero();
        assertThat(alone.suggestedFrequency()).isEqualTo(1);
    }
}
