package org.clipspark.job.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class ScalingStudyTest {
    private static final ScalingSettings SETTINGS = new ScalingSettings(false, 0, 400, 0.95, 1);

    /** Twelve models, each with twice the compute of the one before. */
    private static List<ScalingPoint> models(DoubleUnaryOperator error) {
        List<ScalingPoint> models = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            double compute = 1e9 * Math.pow(2, i);
            models.add(new ScalingPoint("m" + i, compute, error.applyAsDouble(compute)));
        }
        return models;
    }

    private static double law(double compute) {
        return 2 * Math.pow(compute, -0.111);
    }

    @Test
    void givesTheExponentOfATableBack() {
        ScalingStudy study = ScalingStudy.of(models(ScalingStudyTest::law), SETTINGS);

        assertThat(study.law().alpha()).isCloseTo(-0.111, within(1e-9));
        assertThat(study.law().beta()).isCloseTo(2, within(1e-7));
        assertThat(study.frontier()).hasSize(12);
        assertThat(study.rSquared()).isCloseTo(1, within(1e-9));
        assertThat(study.largestRelativeError()).isLessThan(1e-9);
    }

    @Test
    void holdsTheExponentOfANoisyTableInItsInterval() {
        int held = 0;
        for (int seed = 0; seed < 40; seed++) {
            Random random = new Random(seed);
            ScalingStudy study =
                    ScalingStudy.of(models(c -> law(c) * Math.exp(0.015 * random.nextGaussian())), SETTINGS);
            held += study.alpha().contains(-0.111) ? 1 : 0;
            assertThat(study.alpha().high() - study.alpha().low()).isBetween(1e-4, 0.02);
        }

        assertThat(held).isGreaterThanOrEqualTo(34);
    }

    @Test
    void fitsTheFrontierOnly() {
        List<ScalingPoint> models = new ArrayList<>(models(ScalingStudyTest::law));
        models.add(new ScalingPoint("wasteful", 5e9, 0.9));
        models.add(new ScalingPoint("late", 3e12, 0.5));

        ScalingStudy study = ScalingStudy.of(models, SETTINGS);

        assertThat(study.frontier())
                .extracting(ScalingPoint::name)
                .doesNotContain("wasteful", "late")
                .hasSize(12);
        assertThat(study.points()).hasSize(14);
        assertThat(study.law().alpha()).isCloseTo(-0.111, within(1e-9));
    }

    @Test
    void keepsTheLowerOfTwoErrorsAtOneCompute() {
        assertThat(ScalingPoint.frontier(List.of(
                        new ScalingPoint("b", 2, 0.4),
                        new ScalingPoint("a", 2, 0.3),
                        new ScalingPoint("c", 3, 0.3),
                        new ScalingPoint("d", 1, 0.5))))
                .extracting(ScalingPoint::name)
                .containsExactly("d", "a");
    }

    @Test
    void findsErrorThatComputeDoesNotTakeAway() {
        ScalingStudy study =
                ScalingStudy.of(models(c -> 0.2 + 20 * Math.pow(c, -0.2)), new ScalingSettings(true, 0, 100, 0.95, 1));

        assertThat(study.law().irreducible()).isCloseTo(0.2, within(1e-4));
        assertThat(study.law().alpha()).isCloseTo(-0.2, within(1e-3));
        assertThat(ScalingStudy.of(models(ScalingStudyTest::law), new ScalingSettings(true, 0, 100, 0.95, 1))
                        .law()
                        .irreducible())
                .isLessThan(1e-4);
    }

    @Test
    void predictsTheLargestModelsFromTheOthers() {
        List<ScalingPoint> models =
                new ArrayList<>(models(ScalingStudyTest::law).subList(0, 10));
        models.add(new ScalingPoint("large", 1e13, law(1e13) - 0.01));

        List<ScalingStudy.HeldOut> held = ScalingStudy.of(models, new ScalingSettings(false, 1, 100, 0.95, 1))
                .heldOut();

        assertThat(held).hasSize(1);
        assertThat(held.get(0).point().name()).isEqualTo("large");
        assertThat(held.get(0).points()).isCloseTo(1, within(1e-6));
    }

    @Test
    void givesEqualIntervalsForEqualSeeds() {
        Random random = new Random(3);
        List<ScalingPoint> models = models(c -> law(c) * Math.exp(0.01 * random.nextGaussian()));

        assertThat(ScalingStudy.of(models, SETTINGS)).isEqualTo(ScalingStudy.of(models, SETTINGS));
        assertThat(ScalingStudy.of(models, new ScalingSettings(false, 0, 400, 0.95, 2))
                        .alpha())
                .isNotEqualTo(ScalingStudy.of(models, SETTINGS).alpha());
    }

    @Test
    void refusesTooFewModels() {
        List<ScalingPoint> five = models(ScalingStudyTest::law).subList(0, 5);

        assertThatThrownBy(() -> ScalingStudy.of(five.subList(0, 2), SETTINGS))
                .hasMessage("A scaling law needs at least 3 models on the frontier, got 2");
        assertThatThrownBy(() -> ScalingStudy.of(five, new ScalingSettings(true, 0, 100, 0.95, 1)))
                .hasMessage("A scaling law with irreducible error needs at least 6 models on the frontier, got 5");
        assertThatThrownBy(() -> ScalingStudy.of(five, new ScalingSettings(false, 3, 100, 0.95, 1)))
                .hasMessage("A scaling law needs at least 3 models on the frontier, got 2");
        assertThatThrownBy(() -> new ScalingPoint("m", 1, 62))
                .hasMessage("Error of m must be a fraction above 0 and up to 1, got 62.0");
        assertThatThrownBy(() -> new ScalingPoint("m", 0, 0.5)).hasMessage("Compute of m must be above 0, got 0.0");
    }
}
