package org.clipspark.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.BackendSettings;
import org.clipspark.model.compute.ElementType;
import org.clipspark.model.layer.Activations;
import org.clipspark.model.loss.ContrastiveLoss;
import org.clipspark.model.optim.Optimizer;
import org.clipspark.model.optim.OptimizerSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClipModelTest {
    private static final ContrastiveLoss LOSS = ContrastiveLoss.named("softmax");
    private static final ModelConfig CONFIG = ModelConfig.parse("""
            {"embed_dim": 16,
             "vision_cfg": {"image_size": 16, "patch_size": 8, "width": 32, "layers": 2, "head_width": 16},
             "text_cfg": {"context_length": 8, "vocab_size": 20, "width": 24, "heads": 2, "layers": 2}}
            """);

    private final Backend backend = Backend.named("onednn", new BackendSettings(ElementType.FLOAT32, 1));

    @AfterEach
    void close() {
        backend.close();
    }

    private static float[] images(int batch) {
        SplittableRandom random = new SplittableRandom(1);
        float[] images = new float[batch * CONFIG.imageLength()];
        for (int i = 0; i < images.length; i++) {
            images[i] = (float) random.nextGaussian();
        }
        return images;
    }

    /** Start 18, three words that tell texts apart, end 19. */
    private static int[] texts(int batch) {
        int[] texts = new int[batch * 8];
        for (int b = 0; b < batch; b++) {
            int[] text = {18, 1 + b % 17, 1 + 2 * b % 17, 1 + 5 * b % 17, 19};
            System.arraycopy(text, 0, texts, b * 8, text.length);
        }
        return texts;
    }

    @Test
    void learnsABatchByHeart() {
        ClipModel model = ClipModel.create(CONFIG, backend, 8);
        model.initialise(0);
        Optimizer optimizer = Optimizer.of(
                new OptimizerSettings("adamw", 0.9, 0.98, 1e-6, 0.2, Optional.empty()), backend, model.parameters());

        double first = step(model, optimizer);
        for (int i = 0; i < 60; i++) {
            step(model, optimizer);
        }

        assertThat(first).isBetween(1.5, 4.0);
        assertThat(step(model, optimizer)).isLessThan(0.1);
    }

    private static double step(ClipModel model, Optimizer optimizer) {
        model.clearGradients();
        double loss = model.gradients(images(8), texts(8), 8, LOSS);
        optimizer.step(1e-3);
        model.clampLogitScale(Math.log(100));
        return loss;
    }

    @Test
    void equalSeedsGiveEqualBitsAfterTraining() {
        float[] once = trained(5);
        float[] again = trained(5);

        assertThat(once).isEqualTo(again);
        assertThat(trained(6)).isNotEqualTo(once);
    }

    private float[] trained(long seed) {
        ClipModel model = ClipModel.create(CONFIG, backend, 8);
        model.initialise(seed);
        Optimizer optimizer = Optimizer.of(
                new OptimizerSettings("adamw", 0.9, 0.98, 1e-6, 0.2, Optional.of(1.0)), backend, model.parameters());
        for (int i = 0; i < 3; i++) {
            step(model, optimizer);
        }
        float[] values = new float[(int) model.parameterVector().size()];
        model.parameterVector().read(0, values, 0, values.length);
        return values;
    }

    @Test
    void embedsAnyNumberOfImagesAsUnitRowsWhateverTheBatch() {
        ClipModel small = ClipModel.create(CONFIG, backend, 3);
        ClipModel large = ClipModel.create(CONFIG, backend, 8);
        small.initialise(1);
        large.initialise(1);

        float[] inPieces = small.embedImages(images(7), 7);
        float[] atOnce = large.embedImages(images(7), 7);

        double norm = 0;
        for (int i = 0; i < 16; i++) {
            norm += inPieces[i] * inPieces[i];
        }
        assertThat(norm).isCloseTo(1, within(1e-5));
        for (int i = 0; i < atOnce.length; i++) {
            assertThat(inPieces[i]).isCloseTo(atOnce[i], within(1e-5f));
        }
    }

    @Test
    void whatStandsBehindTheEndTokenDoesNotMatter() {
        ClipModel model = ClipModel.create(CONFIG, backend, 2);
        model.initialise(1);
        int[] padded = {18, 3, 19, 0, 0, 0, 0, 0, 18, 4, 5, 6, 7, 19, 0, 0};
        int[] littered = {18, 3, 19, 7, 8, 9, 1, 2, 18, 4, 5, 6, 7, 19, 3, 3};

        assertThat(model.embedTexts(littered, 2)).isEqualTo(model.embedTexts(padded, 2));
    }

    @ParameterizedTest
    @CsvSource({"softmax,16,64", "sigmoid,16,64", "softmax,10,32"})
    void chunksGiveTheGradientsOfTheWholeBatch(String loss, int chunk, int batch) {
        ModelConfig config = ModelConfig.parse(CONFIG.toJson().replaceFirst("\\{", "{\"init_logit_bias\": -2,"));
        ClipModel whole = ClipModel.create(config, backend, batch);
        ClipModel chunked =
                ClipModel.create(config, backend, new StepMemory(chunk, (batch + chunk - 1) / chunk, Activations.KEPT));
        whole.initialise(1);
        chunked.initialise(1);

        double expected = whole.gradients(images(batch), texts(batch), batch, ContrastiveLoss.named(loss));
        double actual = chunked.gradients(images(batch), texts(batch), batch, ContrastiveLoss.named(loss));

        assertThat(actual).isCloseTo(expected, within(1e-6));
        assertThat(gradients(chunked)).containsExactly(gradients(whole), within(1e-5f));
    }

    private float[] gradients(ClipModel model) {
        float[] values = new float[(int) model.parameterVector().size()];
        backend.read(model.parameters().gradients(), 0, values, 0, values.length);
        return values;
    }

    @Test
    void chunksLeaveOutThePatchesThatTheWholeBatchLeavesOut() {
        ModelConfig config = CONFIG.withPatchDropout(0.5);
        ClipModel whole = ClipModel.create(config, backend, 8);
        ClipModel chunked = ClipModel.create(config, backend, new StepMemory(3, 3, Activations.KEPT));
        for (ClipModel model : List.of(whole, chunked)) {
            model.initialise(1);
            model.seedStep(5);
            model.gradients(images(8), texts(8), 8, LOSS);
        }

        assertThat(gradients(chunked)).containsExactly(gradients(whole), within(1e-5f));
    }

    @Test
    void patchesAreLeftOutBySeedAndOnlyInTraining() {
        ClipModel all = ClipModel.create(CONFIG, backend, 8);
        ClipModel some = ClipModel.create(CONFIG.withPatchDropout(0.5), backend, 8);
        all.initialise(1);
        some.initialise(1);

        double first = lossOfSeed(some, 1);

        assertThat(lossOfSeed(some, 1)).isEqualTo(first);
        assertThat(lossOfSeed(some, 2)).isNotEqualTo(first);
        assertThat(lossOfSeed(all, 1)).isEqualTo(lossOfSeed(all, 2)).isNotEqualTo(first);
        assertThat(some.embedImages(images(8), 8)).isEqualTo(all.embedImages(images(8), 8));
    }

    private static double lossOfSeed(ClipModel model, long seed) {
        model.clearGradients();
        model.seedStep(seed);
        return model.gradients(images(8), texts(8), 8, LOSS);
    }

    @Test
    void halfThePatchesAreAboutHalfTheWorkOfTheImageTowerAndEvaluationStillFits() {
        ModelConfig config = ModelConfig.parse("""
                {"embed_dim": 16,
                 "vision_cfg": {"image_size": 32, "patch_size": 4, "width": 32, "layers": 4, "head_width": 16},
                 "text_cfg": {"context_length": 4, "vocab_size": 20, "width": 8, "heads": 2, "layers": 1}}
                """);
        long whole = ModelCost.ofStep(config, 8).floatingPointOperations();
        ModelConfig dropping = config.withPatchDropout(0.9);

        assertThat(ModelCost.ofStep(config.withPatchDropout(0.5), 8).floatingPointOperations())
                .isLessThan((long) (0.55 * whole));
        ClipModel model = ClipModel.create(dropping, backend, 4);
        assertThat(model.embedImages(new float[4 * config.imageLength()], 4)).hasSize(4 * 16);
    }

    @Test
    void chunksTakeTheMemoryOfOne() {
        long whole = ModelCost.ofStep(CONFIG, 64).arenaElements();

        assertThat(ModelCost.arena(CONFIG, new StepMemory(16, 4, Activations.KEPT)))
                .isLessThan(whole / 2);
    }

    @Test
    void refusesABatchThatItHasNoMemoryFor() {
        ClipModel model = ClipModel.create(CONFIG, backend, 4);

        assertThatThrownBy(() -> model.gradients(images(5), texts(5), 5, LOSS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("This model has memory for batches of 1 to 4, got 5");
    }

    @Test
    void refusesTokensOutsideTheVocabulary() {
        ClipModel model = ClipModel.create(CONFIG, backend, 4);

        assertThatThrownBy(() -> model.embedTexts(new int[] {18, 20, 19, 0, 0, 0, 0, 0}, 1))
                .hasMessageContaining("Token id 20 is outside the vocabulary of 20");
    }

    @Test
    void refusesTheSigmoidLossForAModelWithoutBias() {
        ClipModel model = ClipModel.create(CONFIG, backend, 4);

        assertThatThrownBy(() -> model.gradients(images(4), texts(4), 4, ContrastiveLoss.named("sigmoid")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the model has none: set init_logit_bias in the model config");
        assertThat(model.logitBias()).isZero();
    }

    @Test
    void drawsFixedPositionsAsSinesAndCosinesOfThePlaceInTheGrid() {
        ModelConfig config = ModelConfig.parse("""
                {"embed_dim": 4,
                 "vision_cfg": {"image_size": 8, "patch_size": 4, "width": 8, "layers": 1, "head_width": 4,
                                "pos_embed_type": "sin_cos_2d"},
                 "text_cfg": {"context_length": 8, "vocab_size": 20, "width": 8, "heads": 2, "layers": 1}}
                """);
        ClipModel model = ClipModel.create(config, backend, 1);
        model.initialise(0);

        float[] positions = new float[40];
        backend.read(model.parameters().value("visual.positional_embedding"), 0, positions, 0, 40);

        // The class token's row is zero. Patch 3 lies at x = 1, y = 1; the frequencies are 1 and 1/100.
        float[] one = {(float) Math.sin(1), (float) Math.sin(0.01), (float) Math.cos(1), (float) Math.cos(0.01)};
        assertThat(Arrays.copyOfRange(positions, 0, 8)).containsOnly(0f);
        assertThat(Arrays.copyOfRange(positions, 8, 16)).containsExactly(0, 0, 1, 1, 0, 0, 1, 1);
        assertThat(Arrays.copyOfRange(positions, 16, 20)).containsExactly(one);
        assertThat(Arrays.copyOfRange(positions, 20, 24)).containsExactly(0, 0, 1, 1);
        assertThat(Arrays.copyOfRange(positions, 32, 36)).containsExactly(one);
        assertThat(Arrays.copyOfRange(positions, 36, 40)).containsExactly(one);
    }

    @Test
    void plansTheOperationsOfAStepByShapesAlone() {
        ModelCost.Step plan = ModelCost.ofStep(CONFIG, 2);

        // Forward products of one image: patches, then per layer 12 D^2 per token and 2 T D per token and direction.
        long tokens = 5;
        long image = 2 * 4 * 32L * 192 + 2 * (24 * 32 * 32 * tokens + 4 * tokens * tokens * 32) + 2 * 32 * 16;
        assertThat(plan.floatingPointOperations()).isBetween(2 * 2 * image, 2 * 6 * image);
        assertThat(plan.arenaElements()).isPositive();
    }
}
