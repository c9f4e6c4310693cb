package org.clipspark.job.eval.statistic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PairedTestTest {
    private static final int SAMPLES = 10_000;

    /** Answers of two models of which the second wins and loses samples of the first with these probabilities. */
    private static PairedTest.Result simulated(SplittableRandom random, int samples, double won, double lost) {
        boolean[] first = new boolean[samples];
        boolean[] second = new boolean[samples];
        for (int i = 0; i < samples; i++) {
            double draw = random.nextDouble();
            first[i] = draw < 0.6;
            second[i] = draw < 0.6 ? draw >= lost : draw < 0.6 + won;
        }
        return PairedTest.mcNemar(first, second, 0.05);
    }

    @Test
    void weighsTheSamplesThatOnlyOneHasRight() {
        // One sample lost, five gained, two the same: P(at most 1 of 6) = 7/64, both ways 7/32.
        boolean[] first = {true, false, false, false, false, false, true, false};
        boolean[] second = {false, true, true, true, true, true, true, false};

        PairedTest.Result result = PairedTest.mcNemar(first, second, 0.05);

        assertThat(result.difference()).isEqualTo(0.5);
        assertThat(result.pValue()).isCloseTo(7 / 32.0, within(1e-12));
        assertThat(result.verdict()).isEqualTo(Verdict.NO_DIFFERENCE);
    }

    @Test
    void flagsAGainOfTwoPointsAndALossOfTwo() {
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 20; i++) {
            assertThat(simulated(random, SAMPLES, 0.06, 0.04).verdict()).isEqualTo(Verdict.BETTER);
            assertThat(simulated(random, SAMPLES, 0.04, 0.06).verdict()).isEqualTo(Verdict.WORSE);
        }
    }

    @Test
    void callsEqualModelsDifferentNoOftenerThanAllowed() {
        SplittableRandom random = new SplittableRandom(4);
        long flagged = IntStream.range(0, 500)
                .filter(i -> simulated(random, SAMPLES, 0.05, 0.05).verdict() != Verdict.NO_DIFFERENCE)
                .count();

        assertThat(flagged / 500.0).isBetween(0.025, 0.07);
    }

    @Test
    void bootstrapsMeansWithTheSameErrorRate() {
        SplittableRandom random = new SplittableRandom(5);
        Bootstrap bootstrap = new Bootstrap(400, 0.95, 6);
        long flagged = 0;
        for (int set = 0; set < 500; set++) {
            double[] first = random.doubles(150).toArray();
            double[] second = random.doubles(150).toArray();
            flagged += PairedTest.bootstrap(first, second, bootstrap, 0.05).verdict() == Verdict.NO_DIFFERENCE ? 0 : 1;
        }

        assertThat(flagged / 500.0).isBetween(0.03, 0.07);
    }

    @Test
    void bootstrapSeesAGain() {
        double[] first = new SplittableRandom(7).doubles(2000).toArray();
        double[] second = Arrays.stream(first).map(value -> value + 0.02).toArray();

        PairedTest.Result result = PairedTest.bootstrap(first, second, new Bootstrap(400, 0.95, 8), 0.05);

        assertThat(result.difference()).isCloseTo(0.02, within(1e-12));
        assertThat(result.verdict()).isEqualTo(Verdict.BETTER);
        assertThat(result.pValue()).isEqualTo(1 / 401.0);
    }

    @Test
    void captionsOfOneImageAreNoIndependentProof() {
        // Nine images of 40 captions: on six the second model is better, on three worse, on all captions alike.
        double[] first = new double[360];
        double[] second = new double[360];
        int[] image = IntStream.range(0, 360).map(i -> i / 40).toArray();
        Arrays.setAll(second, i -> image[i] < 6 ? 1 : -1);
        Bootstrap bootstrap = new Bootstrap(400, 0.95, 9);

        assertThat(PairedTest.bootstrap(first, second, bootstrap, 0.05).verdict())
                .isEqualTo(Verdict.BETTER);
        assertThat(PairedTest.bootstrap(first, second, image, bootstrap, 0.05).verdict())
                .isEqualTo(Verdict.NO_DIFFERENCE);
    }

    @Test
    void findsNoDifferenceBetweenAModelAndItself() {
        boolean[] same = {true, false, true};

        assertThat(PairedTest.mcNemar(same, same, 0.05))
                .isEqualTo(new PairedTest.Result(3, 0, 1, Verdict.NO_DIFFERENCE));
        assertThat(PairedTest.bootstrap(new double[] {1, 2}, new double[] {1, 2}, Bootstrap.DEFAULT, 0.05))
                .isEqualTo(new PairedTest.Result(2, 0, 1, Verdict.NO_DIFFERENCE));
        assertThat(Verdict.NO_DIFFERENCE.label()).isEqualTo("no_difference");
    }

    @Test
    void sumsTheBinomialDistributionOfManyFlips() {
        assertThat(Binomial.atMost(0, 0)).isEqualTo(1);
        assertThat(Binomial.atMost(1, 4)).isCloseTo(5 / 16.0, within(1e-15));
        // By symmetry: P(at most 500 of 1001) is one half.
        assertThat(Binomial.atMost(500, 1001)).isCloseTo(0.5, within(1e-11));
        assertThat(Binomial.atMost(499_999, 999_999)).isCloseTo(0.5, within(1e-7));
    }

    @Test
    void refusesOtherSamples() {
        assertThatThrownBy(() -> PairedTest.mcNemar(new boolean[2], new boolean[3], 0.05))
                .hasMessage("A paired test needs the same samples of both, at least 1, got 2 and 3");
        assertThatThrownBy(() -> PairedTest.mcNemar(new boolean[2], new boolean[2], 5))
                .hasMessage("alpha must be above 0 and below 1, got 5.0");
    }
}
