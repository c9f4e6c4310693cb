package org.clipspark.job.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PairLossTest {
    /** Three pairs on two axes: images x, y, x; texts x, y, x. */
    private static final Embeddings PAIRS = Embeddings.of(new float[] {1, 0, 0, 1, 1, 0}, 2);

    private static final int[] OWN = {0, 1, 2};

    @Test
    void comparesEachRowAndColumnWithItsOwnPair() {
        double loss = PairLoss.named("softmax", 2, 0).mean(PAIRS, PAIRS, OWN, 3);

        // Similar pairs see logits 2, 0, 2, the other one 0, 2, 0; the matrix is symmetric.
        double similar = Math.log(2 * Math.exp(2) + 1) - 2;
        double other = Math.log(Math.exp(2) + 2) - 2;
        assertThat(loss).isCloseTo((2 * similar + other) / 3, within(1e-12));
    }

    @Test
    void judgesEveryPairBySigmoid() {
        double loss = PairLoss.named("sigmoid", 2, -1).mean(PAIRS, PAIRS, OWN, 3);

        // Right pairs have logit 1; of the wrong ones two have 1 and four have -1.
        double right = Math.log1p(Math.exp(-1));
        double wrong = Math.log1p(Math.exp(1));
        assertThat(loss).isCloseTo((3 * right + 2 * wrong + 4 * right) / 3, within(1e-12));
    }

    @Test
    void aBiasDoesNotChangeTheSoftmaxLoss() {
        assertThat(PairLoss.named("softmax", 2, -5).mean(PAIRS, PAIRS, OWN, 3))
                .isCloseTo(PairLoss.named("softmax", 2, 0).mean(PAIRS, PAIRS, OWN, 3), within(1e-12));
    }

    @Test
    void leavesOutALastBatchOfOnePair() {
        Embeddings two = Embeddings.of(new float[] {1, 0, 0, 1}, 2);

        assertThat(PairLoss.named("sigmoid", 3, 0).mean(PAIRS, PAIRS, OWN, 2))
                .isEqualTo(PairLoss.named("sigmoid", 3, 0).mean(two, two, new int[] {0, 1}, 2));
    }

    @Test
    void refusesLossesThatDoNotExist() {
        assertThatThrownBy(() -> PairLoss.named("triplet", 1, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Unknown loss 'triplet' (expected: softmax, sigmoid)");
    }
}
