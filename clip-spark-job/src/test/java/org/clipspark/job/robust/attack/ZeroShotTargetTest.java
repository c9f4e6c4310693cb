package org.clipspark.job.robust.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.clipspark.job.eval.Embeddings;
import org.clipspark.job.robust.attack.bound.Bound;
import org.clipspark.job.robust.attack.bound.Norm;
import org.clipspark.model.ClipModel;
import org.clipspark.model.ModelConfig;
import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.BackendSettings;
import org.clipspark.model.compute.ElementType;
import org.clipspark.model.input.PixelSpace;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Attacks on a small model, not trained, each of whose classes is the embedding of an image. */
class ZeroShotTargetTest {
    private static final int COUNT = 16;
    private static final ModelConfig CONFIG = ModelConfig.parse("""
            {"embed_dim": 16,
             "vision_cfg": {"image_size": 16, "patch_size": 8, "width": 32, "layers": 2, "head_width": 16},
             "text_cfg": {"context_length": 8, "vocab_size": 20, "width": 24, "heads": 2, "layers": 2}}
            """);

    private static Backend backend;
    private static ZeroShotTarget target;
    private static AttackSamples samples;
    private static ClipModel model;

    @BeforeAll
    static void create() {
        backend = Backend.named("onednn", new BackendSettings(ElementType.FLOAT32, 1));
        model = ClipModel.create(CONFIG, backend, 8);
        model.initialise(4);
        SplittableRandom random = new SplittableRandom(2);
        float[] images = new float[COUNT * CONFIG.imageLength()];
        for (int i = 0; i < images.length; i++) {
            images[i] = random.nextInt(256) / 255f;
        }
        PixelSpace pixels =
                new PixelSpace(CONFIG.vision().size(), CONFIG.vision().patchSize());
        float[] classes = model.embedImages(pixels.normalise(images), COUNT);
        target = new ZeroShotTarget(model, Embeddings.of(classes, 16));
        int[] labels = new int[COUNT];
        Arrays.setAll(labels, i -> i);
        samples = new AttackSamples(pixels, images, labels, new long[COUNT]);
    }

    @AfterAll
    static void close() {
        backend.close();
    }

    @Test
    void scoresAreAHundredTimesTheCosine() {
        float[] logits = target.logits(samples.images());

        for (int i = 0; i < COUNT; i++) {
            assertThat(logits[i * COUNT + i]).isCloseTo(100, within(1e-3f));
        }
    }

    @Test
    void gradientsPointWhereTheLossRises() {
        float[] logits = new float[COUNT * COUNT];
        float[] gradients = new float[samples.images().length];
        target.lossGradients(samples.images(), samples.labels(), logits, gradients);
        float[] scores = target.logits(samples.images());
        assertThat(logits).containsExactly(scores, within(1e-3f));

        for (int row = 0; row < COUNT; row++) {
            double square = 0;
            for (int i = row * samples.length(); i < (row + 1) * samples.length(); i++) {
                square += (double) gradients[i] * gradients[i];
            }
            assertThat(square).isGreaterThan(0);
            double along = slope(row, gradients, 1 / Math.sqrt(square));
            float[] across = shuffled(gradients, row);
            // A direction of equal length that has little to do with the gradient.
            assertThat(along).isGreaterThan(3 * Math.abs(slope(row, across, 1 / Math.sqrt(square))));
        }
    }

    /** Ratio of two slopes is that of two scalar products with the gradient, whatever the factor on it. */
    @Test
    void gradientsHaveTheRatiosOfDifferences() {
        float[] logits = new float[COUNT * COUNT];
        float[] gradients = new float[samples.images().length];
        target.lossGradients(samples.images(), samples.labels(), logits, gradients);

        for (int row = 0; row < 4; row++) {
            float[] red = masked(gradients, row, 0);
            float[] blue = masked(gradients, row, 1);
            double unit = 1 / Math.sqrt(dot(gradients, gradients, row));
            double expected = dot(red, gradients, row) / dot(blue, gradients, row);

            double actual = slope(row, red, unit) / slope(row, blue, unit);

            assertThat(actual).isCloseTo(expected, within(0.03 * expected));
        }
    }

    private static double dot(float[] left, float[] right, int row) {
        double sum = 0;
        for (int i = row * samples.length(); i < (row + 1) * samples.length(); i++) {
            sum += (double) left[i] * right[i];
        }
        return sum;
    }

    private static float[] masked(float[] gradients, int row, int half) {
        float[] part = gradients.clone();
        for (int i = 0; i < part.length; i++) {
            part[i] = i / samples.length() == row && i % 2 == half ? part[i] : 0;
        }
        return part;
    }

    private static float[] shuffled(float[] gradients, int row) {
        float[] other = gradients.clone();
        SplittableRandom random = new SplittableRandom(row);
        for (int i = samples.length() - 1; i > 0; i--) {
            int at = row * samples.length() + i;
            int with = row * samples.length() + random.nextInt(i + 1);
            float kept = other[at];
            other[at] = other[with];
            other[with] = kept;
        }
        return other;
    }

    private static double slope(int row, float[] direction, double factor) {
        double h = 0.02;
        return (loss(row, direction, factor * h) - loss(row, direction, -factor * h)) / (2 * h);
    }

    private static double loss(int row, float[] direction, double factor) {
        float[] moved = samples.select(new int[] {row}).images();
        for (int i = 0; i < moved.length; i++) {
            moved[i] += (float) (factor * direction[row * samples.length() + i]);
        }
        return new ClassScores(target.logits(moved), COUNT).loss(0, row);
    }

    @ParameterizedTest
    @EnumSource
    void manyStepsFoolMoreThanOneStep(Norm norm) {
        double epsilon = norm == Norm.LINF ? 4 : 100;
        Bound bound = new Bound(norm, epsilon);

        AttackResult one = new Fgsm(bound).run(target, samples).result();
        AttackResult many =
                new Pgd(bound, epsilon / 4, 12, 0, 3).run(target, samples).result();

        assertThat(one.cleanAccuracy()).isEqualTo(1);
        assertThat(one.successRate()).isBetween(0.05, 0.95);
        assertThat(many.successRate()).isGreaterThan(one.successRate());
        assertThat(many.meanLosses().get(12)).isGreaterThan(one.meanLosses().get(1));
    }

    @Test
    void aSearchFoolsMoreTheLongerItLasts() {
        AttackResult square = new SquareAttack(new Bound(Norm.LINF, 16), 100, 0.8, 3)
                .run(target, samples)
                .result();

        assertThat(square.successCurve()).isSorted();
        assertThat(square.successCurve().get(0)).isLessThan(0.2);
        assertThat(square.successRate()).isGreaterThan(0.3);
    }

    @Test
    void gradientsLeadFurtherThanASearch() {
        Bound bound = new Bound(Norm.LINF, 12);

        AttackResult pgd = new Pgd(bound, 3, 5, 1, 3).run(target, samples).result();
        AttackResult square =
                new SquareAttack(bound, 30, 0.8, 3).run(target, samples).result();

        assertThat(pgd.successRate()).isGreaterThan(square.successRate());
        assertThat(pgd.maskingWarning(square)).isEmpty();
    }

    @Test
    void theModelItselfStaysAsItIs() {
        float[] before = target.logits(samples.images());

        new Pgd(new Bound(Norm.LINF, 4), 2, 2, 1, 3).run(target, samples);

        assertThat(target.logits(samples.images())).isEqualTo(before);
    }

    @Test
    void refusesClassesThatDoNotFit() {
        Embeddings narrow = Embeddings.of(new float[] {1, 0, 0, 1}, 2);
        Embeddings single = Embeddings.normalised(new float[] {1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}, 16);

        assertThatThrownBy(() -> new ZeroShotTarget(model, narrow))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Classes have embeddings of width 2, expected the model's 16");
        assertThatThrownBy(() -> new ZeroShotTarget(model, single))
                .hasMessage("An attack needs at least two classes, got 1");
    }
}
