package org.clipspark.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.BackendSettings;
import org.clipspark.model.compute.ElementType;
import org.clipspark.model.compute.ParameterLayout;
import org.clipspark.model.encoder.LayerGroup;
import org.clipspark.model.encoder.TowerLock;
import org.clipspark.model.layer.Activations;
import org.clipspark.model.loss.ContrastiveLoss;
import org.clipspark.model.optim.Optimizer;
import org.clipspark.model.optim.OptimizerSettings;
import org.clipspark.model.optim.ParameterRules;
import org.clipspark.model.optim.WeightDecayRule;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Towers that are locked from the input on: what stays, what still learns as without the lock, and what is not computed. */
class LockedTowersTest {
    private static final int BATCH = 4;
    private static final ContrastiveLoss LOSS = ContrastiveLoss.named("softmax");
    private static final ModelConfig VIT = ModelConfig.parse("""
            {"embed_dim": 16,
             "vision_cfg": {"image_size": 16, "patch_size": 8, "width": 32, "layers": 2, "head_width": 16},
             "text_cfg": {"context_length": 8, "vocab_size": 20, "width": 24, "heads": 2, "layers": 2}}
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

    /** A model and how many groups of its towers are locked. */
    private record Case(ModelConfig config, int image, int text) {
        @Override
        public String toString() {
            return (config.equals(VIT) ? "ViT" : "ResNet") + " with " + image + " and " + text + " groups locked";
        }

        LearningRateScales scales() {
            return new LearningRateScales(
                    config,
                    new LearningRateScales.Tower(new TowerLock(image, true), 1),
                    new LearningRateScales.Tower(new TowerLock(text, false), 1));
        }
    }

    static Stream<Case> cases() {
        return Stream.of(
                new Case(VIT, 0, 0),
                new Case(VIT, 1, 2),
                new Case(VIT, 2, 1),
                new Case(VIT, 3, 4),
                new Case(VIT, 4, 3),
                new Case(RESNET, 1, 0),
                new Case(RESNET, 3, 4),
                new Case(RESNET, 5, 0),
                new Case(RESNET, 6, 0));
    }

    private ClipModel model(Case chosen) {
        ClipModel model = ClipModel.create(chosen.config(), backend, BATCH);
        model.initialise(3);
        model.lock(new TowerLock(chosen.image(), true), new TowerLock(chosen.text(), false));
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

    private static int[] texts() {
        int[] texts = new int[BATCH * 8];
        for (int b = 0; b < BATCH; b++) {
            int[] text = {18, 1 + b, 2 + 3 * b, 19};
            System.arraycopy(text, 0, texts, b * 8, text.length);
        }
        return texts;
    }

    private float[] read(ClipModel model, String name) {
        float[] values = new float[(int) model.parameters().value(name).size()];
        backend.read(model.parameters().value(name), 0, values, 0, values.length);
        return values;
    }

    private float[] gradient(ClipModel model, String name) {
        float[] values = new float[(int) model.parameters().value(name).size()];
        backend.read(model.parameters().gradient(name), 0, values, 0, values.length);
        return values;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void lockedParametersKeepTheirBitsOverTwentyStepsAndOthersMove(Case chosen) {
        ClipModel model = model(chosen);
        ClipModel before = model(chosen);
        Optimizer optimizer = Optimizer.of(
                new OptimizerSettings("adamw", 0.9, 0.98, 1e-6, 0.2, Optional.of(1.0)),
                backend,
                model.parameters(),
                new ParameterRules(WeightDecayRule.DIMENSIONS, chosen.scales()));

        for (int step = 0; step < 20; step++) {
            model.clearGradients();
            model.gradients(images(chosen.config()), texts(), BATCH, LOSS);
            optimizer.step(1e-3);
        }

        for (ParameterLayout.Entry entry : model.parameters().layout().trainedEntries()) {
            boolean isLocked = chosen.scales().applyAsDouble(entry.name()) == 0;
            if (isLocked) {
                assertThat(read(model, entry.name())).as(entry.name()).isEqualTo(read(before, entry.name()));
            } else {
                assertThat(read(model, entry.name())).as(entry.name()).isNotEqualTo(read(before, entry.name()));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void whatIsNotLockedHasTheGradientsOfTheWholeModel(Case chosen) {
        ClipModel locked = model(chosen);
        ClipModel whole = ClipModel.create(chosen.config(), backend, BATCH);
        whole.initialise(3);
        // Statistics as in evaluation change the numbers: those of the batch make the two comparable.
        locked.lock(new TowerLock(chosen.image(), false), new TowerLock(chosen.text(), false));

        double loss = locked.gradients(images(chosen.config()), texts(), BATCH, LOSS);

        assertThat(loss).isEqualTo(whole.gradients(images(chosen.config()), texts(), BATCH, LOSS));
        for (ParameterLayout.Entry entry : whole.parameters().layout().trainedEntries()) {
            float[] expected = gradient(whole, entry.name());
            boolean isLocked = chosen.scales().applyAsDouble(entry.name()) == 0;
            assertThat(gradient(locked, entry.name()))
                    .as(entry.name())
                    .containsExactly(isLocked ? new float[expected.length] : expected, within(1e-6f));
        }
    }

    @ParameterizedTest
    @CsvSource({"0,false", "3,true", "6,true"})
    void frozenStatisticsOfLockedLayersKeepTheirBits(int groups, boolean stemStays) {
        ClipModel model = ClipModel.create(RESNET, backend, BATCH);
        model.initialise(3);
        model.lock(new TowerLock(groups, true), TowerLock.NONE);
        float[] before = read(model, "visual.bn1.running_mean");

        model.gradients(images(RESNET), texts(), BATCH, LOSS);

        assertThat(List.of(
                        Arrays.equals(read(model, "visual.bn1.running_mean"), before),
                        read(model, "visual.layer2.0.bn1.num_batches_tracked")[0] == 0,
                        read(model, "visual.layer4.0.bn1.num_batches_tracked")[0] == 0))
                .containsExactly(stemStays, stemStays, groups == 6);
    }

    @Test
    void lockedLayersThatAreNotFrozenStillFollowTheirStatistics() {
        ClipModel model = ClipModel.create(RESNET, backend, BATCH);
        model.initialise(3);
        model.lock(new TowerLock(6, false), TowerLock.NONE);

        model.gradients(images(RESNET), texts(), BATCH, LOSS);

        assertThat(read(model, "visual.bn1.num_batches_tracked")).containsExactly(1);
    }

    @Test
    void groupsAreOpenClips() {
        assertThat(VIT.imageLayerGroups())
                .containsExactly(
                        new LayerGroup(
                                "embeddings",
                                List.of(
                                        "visual.conv1",
                                        "visual.class_embedding",
                                        "visual.positional_embedding",
                                        "visual.ln_pre")),
                        new LayerGroup("layer.0", List.of("visual.transformer.resblocks.0")),
                        new LayerGroup(
                                "layer.1",
                                List.of("visual.transformer.resblocks.1", "visual.attn_pool", "visual.ln_post")),
                        new LayerGroup("proj", List.of("visual.proj")));
        assertThat(VIT.textLayerGroups())
                .containsExactly(
                        new LayerGroup("embeddings", List.of("token_embedding.weight", "positional_embedding")),
                        new LayerGroup("layer.0", List.of("transformer.resblocks.0")),
                        new LayerGroup("layer.1", List.of("transformer.resblocks.1", "ln_final")),
                        new LayerGroup("proj", List.of("text_projection")));
        assertThat(RESNET.imageLayerGroups())
                .extracting(LayerGroup::name)
                .containsExactly("embeddings", "layer.0", "layer.1", "layer.2", "layer.3", "proj");
    }

    @Test
    void everyParameterOfATowerBelongsToOneGroup() {
        for (ModelConfig config : List.of(VIT, RESNET)) {
            List<LayerGroup> groups = Stream.concat(
                            config.imageLayerGroups().stream(), config.textLayerGroups().stream())
                    .toList();
            for (ParameterLayout.Entry entry : ClipModel.layoutOf(config).entries()) {
                long count = groups.stream()
                        .filter(group -> group.contains(entry.name()))
                        .count();
                assertThat(count).as(entry.name()).isEqualTo(entry.name().equals(ClipModel.LOGIT_SCALE) ? 0 : 1);
            }
        }
    }

    @Test
    void learningRatesFallTowardsTheInputByTower() {
        LearningRateScales scales = new LearningRateScales(
                VIT,
                new LearningRateScales.Tower(new TowerLock(1, false), 0.5),
                new LearningRateScales.Tower(TowerLock.NONE, 0.8));

        assertThat(Stream.of(
                                "visual.conv1.weight",
                                "visual.transformer.resblocks.0.ln_1.weight",
                                "visual.transformer.resblocks.1.mlp.c_fc.bias",
                                "visual.ln_post.bias",
                                "visual.proj",
                                "token_embedding.weight",
                                "ln_final.weight",
                                "text_projection",
                                "logit_scale")
                        .map(scales::applyAsDouble))
                .containsExactly(0.0, 0.25, 0.5, 0.5, 1.0, 0.8 * 0.8 * 0.8, 0.8, 1.0, 1.0);
    }

    @Test
    void refusesMoreGroupsThanThereAreAndImpossibleDecay() {
        ClipModel model = ClipModel.create(VIT, backend, BATCH);

        assertThatThrownBy(() -> model.lock(new TowerLock(5, false), TowerLock.NONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The image tower has 4 layer groups, cannot lock 5");
        assertThatThrownBy(() -> model.lock(TowerLock.NONE, new TowerLock(5, false)))
                .hasMessage("The text tower has 4 layer groups, cannot lock 5");
        assertThatThrownBy(() -> new TowerLock(-1, false))
                .hasMessage("The number of locked groups must not be negative, got -1");
        assertThatThrownBy(() -> new LearningRateScales.Tower(TowerLock.NONE, 0))
                .hasMessage("The decay of learning rates must be above 0 and at most 1, got 0.0");
    }

    @Test
    void accumulatedChunksOfALockedTowerGiveTheGradientsOfTheWholeBatch() {
        ClipModel chunked = ClipModel.create(VIT, backend, new StepMemory(2, 2, Activations.KEPT));
        ClipModel whole = ClipModel.create(VIT, backend, BATCH);
        for (ClipModel model : List.of(chunked, whole)) {
            model.initialise(3);
            model.lock(new TowerLock(4, false), new TowerLock(1, false));
            model.gradients(images(VIT), texts(), BATCH, LOSS);
        }

        for (ParameterLayout.Entry entry : whole.parameters().layout().trainedEntries()) {
            assertThat(gradient(chunked, entry.name()))
                    .as(entry.name())
                    .containsExactly(gradient(whole, entry.name()), within(1e-5f));
        }
    }
}
