package org.clipspark.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.BackendSettings;
import org.clipspark.model.compute.ElementType;
import org.clipspark.model.encoder.TowerLock;
import org.clipspark.model.layer.Activations;
import org.clipspark.model.loss.ContrastiveLoss;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Activations that are computed again in the backward pass: less memory, the same bits. */
class ActivationsTest {
    private static final int BATCH = 6;
    private static final int CONTEXT = 8;
    private static final ContrastiveLoss LOSS = ContrastiveLoss.named("softmax");
    private static final ModelConfig SIX_LAYERS = ModelConfig.parse("""
            {"embed_dim": 16,
             "vision_cfg": {"image_size": 16, "patch_size": 4, "width": 32, "layers": 6, "head_width": 16},
             "text_cfg": {"context_length": 8, "vocab_size": 20, "width": 24, "heads": 2, "layers": 6}}
            """);
    private static final ModelConfig SCALED = ModelConfig.parse("""
            {"embed_dim": 16,
             "vision_cfg": {"image_size": 16, "patch_size": 8, "width": 32, "layers": 3, "head_width": 16,
                            "ls_init_value": 0.5, "attentional_pool": true, "attn_pooler_queries": 4,
                            "attn_pooler_heads": 2},
             "text_cfg": {"context_length": 8, "vocab_size": 20, "width": 24, "heads": 2, "layers": 2,
                          "ls_init_value": 0.5, "no_causal_mask": true}}
            """);
    private static final ModelConfig CONVNEXT = ModelConfig.parse("""
            {"embed_dim": 8,
             "vision_cfg": {"timm_model_name": "test_convnext", "timm_drop_path": 0.5, "image_size": 32},
             "text_cfg": {"context_length": 8, "vocab_size": 20, "width": 8, "heads": 2, "layers": 1}}
            """);
    private static final ModelConfig RESNET = ModelConfig.parse("""
            {"embed_dim": 16,
             "vision_cfg": {"image_size": 32, "layers": [1, 1, 1, 1], "width": 8},
             "text_cfg": {"context_length": 8, "vocab_size": 20, "width": 24, "heads": 2, "layers": 2}}
            """);

    private final Backend backend = Backend.named("onednn", new BackendSettings(ElementType.FLOAT32, 1));

    @AfterEach
    void close() {
        backend.close();
    }

    /** A model, the chunks it is worked on in, and how many groups of its towers are locked. */
    private record Case(String name, ModelConfig config, int chunks, int image, int text) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> cases() {
        return Stream.of(
                new Case("transformers", SIX_LAYERS, 1, 0, 0),
                new Case("transformers in chunks", SIX_LAYERS, 3, 0, 0),
                new Case("patches left out", SIX_LAYERS.withPatchDropout(0.5), 1, 0, 0),
                new Case("patches left out, in chunks", SIX_LAYERS.withPatchDropout(0.5), 2, 0, 0),
                new Case("some layers locked", SIX_LAYERS, 1, 3, 2),
                new Case("embeddings locked, in chunks", SIX_LAYERS, 2, 1, 1),
                new Case("one tower locked whole", SIX_LAYERS, 1, 8, 7),
                new Case("LayerScale, attentional pooling, texts without mask", SCALED, 1, 0, 0),
                new Case("LayerScale with layers locked", SCALED, 2, 2, 1),
                new Case("ConvNeXt that drops paths", CONVNEXT, 1, 0, 0),
                new Case("ConvNeXt that drops paths, in chunks", CONVNEXT, 3, 0, 0),
                new Case("ConvNeXt with layers locked", CONVNEXT, 1, 3, 1),
                new Case("ResNet", RESNET, 1, 0, 0));
    }

    private ClipModel model(Case chosen, Activations activations) {
        StepMemory memory = new StepMemory(BATCH / chosen.chunks(), chosen.chunks(), activations);
        ClipModel model = ClipModel.create(chosen.config(), backend, memory);
        model.initialise(3);
        model.lock(new TowerLock(chosen.image(), false), new TowerLock(chosen.text(), false));
        return model;
    }

    private static float[] images(ModelConfig config) {
        SplittableRandom random = new SplittableRandom(1);
        float[] images = new float[BATCH * config.imageLength()];
        for (int i = 0; i < images.length; i++) {
            images[i] = (float) random.nextGaussian();
        }
        return images;
    }

    /** Texts of three to eight tokens. */
    private static int[] texts() {
        int[] texts = new int[BATCH * CONTEXT];
        for (int b = 0; b < BATCH; b++) {
            int end = b * CONTEXT + 2 + b % 6;
            texts[b * CONTEXT] = 18;
            for (int i = b * CONTEXT + 1; i < end; i++) {
                texts[i] = 1 + (5 * i + b) % 17;
            }
            texts[end] = 19;
        }
        return texts;
    }

    private float[] gradients(ClipModel model, long seed) {
        model.clearGradients();
        model.seedStep(seed);
        double loss = model.gradients(images(model.config()), texts(), BATCH, LOSS);
        int size = (int) model.parameters().layout().size();
        float[] gradients = new float[size + 1];
        backend.read(model.parameters().gradients(), 0, gradients, 0, size);
        gradients[size] = (float) loss;
        return gradients;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void lossAndGradientsHaveTheSameBits(Case chosen) {
        ClipModel kept = model(chosen, Activations.KEPT);
        ClipModel recomputed = model(chosen, Activations.RECOMPUTED);

        for (long seed = 5; seed < 7; seed++) {
            assertThat(gradients(recomputed, seed)).isEqualTo(gradients(kept, seed));
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void embeddingsHaveTheSameBits(Case chosen) {
        ClipModel kept = model(chosen, Activations.KEPT);
        ClipModel recomputed = model(chosen, Activations.RECOMPUTED);
        float[] images = images(chosen.config());

        assertThat(recomputed.embedImages(images, BATCH)).isEqualTo(kept.embedImages(images, BATCH));
        assertThat(recomputed.embedTexts(texts(), BATCH)).isEqualTo(kept.embedTexts(texts(), BATCH));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aStepTakesThePlannedMemory(Case chosen) {
        for (Activations activations : Activations.values()) {
            ClipModel model = model(chosen, activations);
            // A plan is one for towers that learn whole.
            model.lock(TowerLock.NONE, TowerLock.NONE);

            gradients(model, 5);
            model.embedImages(images(chosen.config()), BATCH);

            StepMemory memory = new StepMemory(BATCH / chosen.chunks(), chosen.chunks(), activations);
            assertThat(model.arenaPeak())
                    .isEqualTo(
                            ModelCost.ofStep(chosen.config(), texts(), memory).arenaElements());
        }
    }

    @Test
    void aModelOfSixLayersTakesLessThanHalfTheMemory() {
        long kept = arena(SIX_LAYERS, Activations.KEPT);

        assertThat(arena(SIX_LAYERS, Activations.RECOMPUTED)).isLessThan(kept / 2);
    }

    @Test
    void aConvNextTakesAtMostSevenTenthsOfTheMemory() {
        long kept = arena(CONVNEXT, Activations.KEPT);

        assertThat(arena(CONVNEXT, Activations.RECOMPUTED)).isLessThan(kept * 7 / 10);
    }

    private static long arena(ModelConfig config, Activations activations) {
        return ModelCost.arena(config, new StepMemory(BATCH, 1, activations));
    }

    @Test
    void theLastProductOfABlockIsNotComputedAgain() {
        long kept = operations(Activations.KEPT);

        // A third of a step is forward, and two thirds of a block's products come before the last one.
        assertThat((double) operations(Activations.RECOMPUTED) / kept).isBetween(1.15, 1.24);
    }

    private static long operations(Activations activations) {
        return ModelCost.ofStep(SIX_LAYERS, texts(), new StepMemory(BATCH, 1, activations))
                .floatingPointOperations();
    }

    @ParameterizedTest
    @CsvSource({"0,1", "1,0", "65536,65536"})
    void refusesMemoryForNoPairOrForTooMany(int chunk, int chunks) {
        assertThatThrownBy(() -> new StepMemory(chunk, chunks, Activations.KEPT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A model has memory for at least one chunk of one pair and at most 2147483647 pairs, got "
                        + chunks + " chunks of " + chunk);
    }
}
