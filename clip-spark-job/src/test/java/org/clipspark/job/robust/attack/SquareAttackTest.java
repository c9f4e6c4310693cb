package org.clipspark.job.robust.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.clipspark.job.robust.attack.bound.Bound;
import org.clipspark.job.robust.attack.bound.LinfBall;
import org.clipspark.job.robust.attack.bound.Norm;
import org.junit.jupiter.api.Test;

class SquareAttackTest {
    private static final int LENGTH = LinearTarget.PIXELS.length();
    private static final LinearTarget TARGET = LinearTarget.drawn(5, 3);
    private static final AttackSamples SAMPLES = LinearTarget.samples(TARGET, 32);

    private static SquareAttack attack(double epsilon, int queries) {
        return new SquareAttack(new Bound(Norm.LINF, epsilon), queries, 0.3, 7);
    }

    @Test
    void successRisesWithQueriesAndNeverFalls() {
        AttackResult result = attack(20, 200).run(TARGET, SAMPLES).result();

        assertThat(result.steps()).hasSize(200);
        assertThat(result.successCurve()).isSorted();
        assertThat(result.successCurve().get(199))
                .isGreaterThan(result.successCurve().get(0) + 0.2);
        assertThat(result.successCurve().get(199)).isEqualTo(result.successRate());
    }

    @Test
    void moreQueriesFoolMoreImages() {
        // Squares shrink with the share of the budget that is spent, so the two do not try the same points.
        assertThat(attack(20, 300).run(TARGET, SAMPLES).result().robust())
                .isLessThan(attack(20, 3).run(TARGET, SAMPLES).result().robust());
    }

    @Test
    void anImageThatIsFooledIsAskedForNoMore() {
        AttackResult result = attack(20, 100).run(TARGET, SAMPLES).result();

        long asked = 32;
        for (AttackStep step : result.steps()) {
            asked += step.images();
        }
        assertThat(result.queries()).isEqualTo(asked).isLessThan(32 + 100 * 24);
        for (int q = 1; q < 100; q++) {
            assertThat(result.steps().get(q).images())
                    .isEqualTo(24 - result.steps().get(q - 1).fooled());
        }
    }

    @Test
    void everyAttackedValueLiesAtAnEndOfTheBound() {
        float[] images = attack(20, 50).run(TARGET, SAMPLES).images();

        for (int i = 0; i < images.length; i++) {
            double original = SAMPLES.images()[i];
            double difference = Math.abs(images[i] - original);
            assertThat(difference <= 20 / 255.0).isTrue();
            if (i / LENGTH % 4 == 3) {
                assertThat(difference).isZero();
            } else {
                boolean isAtRange = images[i] == 0 || images[i] == 1;
                assertThat(isAtRange || difference > 20 / 255.0 - 1e-6).isTrue();
            }
        }
    }

    @Test
    void stripesAreVerticalAndSquaresAreSquare() {
        // Only a change of the very first pixel matters: the search has to find its square.
        float[] first = new float[LENGTH];
        float[] none = new float[LENGTH];
        for (int c = 0; c < 3; c++) {
            first[LinearTarget.PIXELS.index(c, 0, 0)] = 1;
        }
        float[] grey = new float[LENGTH];
        Arrays.fill(grey, 0.5f);
        LinearTarget target = new LinearTarget(first, none);
        AttackSamples samples = new AttackSamples(LinearTarget.PIXELS, grey, new int[] {0}, new long[] {1});
        SquareSearch search =
                new SquareSearch(samples, LinearTarget.PIXELS, (LinfBall) new Bound(Norm.LINF, 51).ball(), 7);

        float[] stripes = search.stripes(new int[] {0});
        search.keepBetter(new int[] {0}, stripes, new ClassScores(target.logits(stripes), 2));
        float[] squares = search.squares(new int[] {0}, 0.25);

        boolean[][] isChanged = new boolean[4][4];
        for (int c = 0; c < 3; c++) {
            for (int y = 0; y < 4; y++) {
                for (int x = 0; x < 4; x++) {
                    int at = LinearTarget.PIXELS.index(c, y, x);
                    assertThat(stripes[at]).isEqualTo(stripes[LinearTarget.PIXELS.index(c, 0, x)]);
                    isChanged[y][x] |= squares[at] != stripes[at];
                }
            }
        }
        // Within stripes of one colour a square of 2x2 may change one column only.
        int rows = 0;
        for (boolean[] row : isChanged) {
            int changed = 0;
            for (boolean pixel : row) {
                changed += pixel ? 1 : 0;
            }
            assertThat(changed).isLessThanOrEqualTo(2);
            rows += changed > 0 ? 1 : 0;
        }
        assertThat(rows).isEqualTo(2);
    }

    @Test
    void squaresShrinkAtThePublishedTimes() {
        SquareAttack paper = new SquareAttack(new Bound(Norm.LINF, 8), 10_000, 0.8, 1);
        SquareAttack quick = new SquareAttack(new Bound(Norm.LINF, 8), 1000, 0.8, 1);

        int[] queries = {1, 10, 11, 50, 51, 200, 201, 501, 1001, 2001, 4001, 6001, 8001, 9999};
        double[] shares = Arrays.stream(queries).mapToDouble(paper::share).toArray();
        assertThat(shares)
                .containsExactly(
                        0.8, 0.8, 0.4, 0.4, 0.2, 0.2, 0.1, 0.05, 0.025, 0.0125, 0.00625, 0.003125, 0.0015625,
                        0.0015625);
        assertThat(quick.share(100)).isEqualTo(paper.share(1000));
    }

    @Test
    void warnsOfMaskedGradientsWhereStairsHideThem() {
        SplittableRandom random = new SplittableRandom(3);
        float[][] weights = new float[5][LENGTH];
        for (float[] row : weights) {
            for (int i = 0; i < LENGTH; i++) {
                row[i] = (float) random.nextGaussian();
            }
        }
        MaskedTarget masked = new MaskedTarget(weights);
        AttackSamples samples = LinearTarget.samples(masked, 32);
        Bound bound = new Bound(Norm.LINF, 8);
        Pgd pgd = new Pgd(bound, 2, 10, 0, 7);
        SquareAttack square = new SquareAttack(bound, 200, 0.3, 7);

        AttackResult stuck = pgd.run(masked, samples).result();
        AttackResult found = square.run(masked, samples).result();

        assertThat(stuck.successRate()).isZero();
        assertThat(stuck.maskingWarning(found)).isPresent();
        // The same classes without stairs: gradients lead further than a search.
        LinearTarget open = new LinearTarget(weights);
        AttackSamples openSamples = LinearTarget.samples(open, 32);
        assertThat(pgd.run(open, openSamples)
                        .result()
                        .maskingWarning(square.run(open, openSamples).result()))
                .isEmpty();
    }

    @Test
    void imagesBesideAnImageDoNotMatter() {
        AttackedImages together = attack(20, 30).run(TARGET, SAMPLES);

        for (int row = 0; row < SAMPLES.count(); row++) {
            AttackedImages alone = attack(20, 30).run(TARGET, SAMPLES.select(new int[] {row}));
            assertThat(alone.images())
                    .isEqualTo(Arrays.copyOfRange(together.images(), row * LENGTH, (row + 1) * LENGTH));
        }
    }

    @Test
    void refusesWhatItIsNotMadeFor() {
        assertThatThrownBy(() -> new SquareAttack(new Bound(Norm.L2, 8), 10, 0.8, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Square Attack needs a bound of norm LINF, got L2");
        assertThatThrownBy(() -> attack(8, 0)).hasMessage("queries must be at least 1, got 0");
        assertThatThrownBy(() -> new SquareAttack(new Bound(Norm.LINF, 8), 10, 0, 1))
                .hasMessage("initialShare must be above 0 and at most 1, got 0.0");
    }
}
