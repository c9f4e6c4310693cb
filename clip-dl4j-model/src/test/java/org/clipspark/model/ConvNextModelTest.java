package org.clipspark.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.clipspark.model.checkpoint.SafetensorsFile;
import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.BackendSettings;
import org.clipspark.model.compute.ElementType;
import org.clipspark.model.compute.FloatVector;
import org.clipspark.model.compute.ParameterLayout;
import org.clipspark.model.encoder.LayerGroup;
import org.clipspark.model.encoder.TowerLock;
import org.clipspark.model.exchange.ForeignModel;
import org.clipspark.model.layer.Activations;
import org.clipspark.model.loss.ContrastiveLoss;
import org.clipspark.model.optim.Optimizer;
import org.clipspark.model.optim.OptimizerSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models whose image tower is a ConvNeXt. */
class ConvNextModelTest {
    private static final int BATCH = 6;
    private static final ContrastiveLoss LOSS = ContrastiveLoss.named("softmax");
    private static final ModelConfig SMALL = config("0");
    private static final ModelConfig DROPPING = config("0.5");

    private final Backend backend = Backend.named("onednn", new BackendSettings(ElementType.FLOAT32, 1));

    private static ModelConfig config(String dropPath) {
        return ModelConfig.parse("""
                {"embed_dim": 8,
                 "vision_cfg": {"timm_model_name": "test_convnext", "timm_drop_path": %s, "image_size": 32},
                 "text_cfg": {"context_length": 4, "vocab_size": 12, "width": 8, "heads": 2, "layers": 1}}
                """.formatted(dropPath));
    }

    @AfterEach
    void close() {
        backend.close();
    }

    @Test
    void startsAsTimm() {
        ClipModel model = ClipModel.create(SMALL, backend, 2);

        model.initialise(0);

        float[] weight = values(model, "visual.trunk.stages.3.blocks.0.mlp.fc1.weight");
        double squares = 0;
        for (float value : weight) {
            squares += (double) value * value;
        }
        assertThat(Math.sqrt(squares / weight.length)).isCloseTo(0.02, within(5e-4));
        assertThat(values(model, "visual.trunk.stages.0.blocks.0.gamma")).containsOnly(1e-6f);
        assertThat(values(model, "visual.trunk.stages.1.downsample.1.bias")).containsOnly(0);
    }

    private float[] values(ClipModel model, String name) {
        return read(backend, model, name);
    }

    private static float[] read(Backend backend, ClipModel model, String name) {
        float[] values = new float[(int) model.parameters().value(name).size()];
        backend.read(model.parameters().value(name), 0, values, 0, values.length);
        return values;
    }

    /** Values of a formula: no factor and no gain near zero, so that every part shows in the result. */
    private void fillByFormula(ClipModel model) {
        for (ParameterLayout.Entry entry : model.parameters().layout().entries()) {
            boolean isMatrix = entry.shape().rank() > 1;
            float[] values = new float[(int) entry.shape().size()];
            double fanIn =
                    isMatrix ? (double) entry.shape().size() / entry.shape().dimension(0) : 1;
            for (int i = 0; i < values.length; i++) {
                double wave = Math.sin(0.7 * i + entry.name().length()) + 0.3 * Math.cos(1.3 * i * i);
                values[i] = (float) (isMatrix ? wave / Math.sqrt(fanIn) : 0.8 + 0.2 * wave);
            }
            backend.write(model.parameters().value(entry.name()), 0, values, 0, values.length);
        }
    }

    @Test
    void embedsImagesAsPlainLoopsInDoublePrecision() {
        ClipModel model = ClipModel.create(SMALL, backend, BATCH);
        fillByFormula(model);
        float[] images = images(1);
        ConvNextReference reference = new ConvNextReference(name -> {
            float[] single = values(model, name);
            double[] values = new double[single.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = single[i];
            }
            return values;
        });

        float[] embeddings = model.embedImages(images, BATCH);

        for (int b = 0; b < BATCH; b++) {
            double[] expected = reference.embed(image(images, b));
            for (int e = 0; e < expected.length; e++) {
                assertThat((double) embeddings[b * expected.length + e]).isCloseTo(expected[e], within(1e-4));
            }
        }
    }

    /** From the order of patches to {@code [3][32][32]}. */
    private static double[][][] image(float[] images, int b) {
        double[][][] image = new double[3][32][32];
        for (int i = 0; i < SMALL.imageLength(); i++) {
            int patch = i / 48;
            int inside = i % 48;
            image[inside / 16][patch / 8 * 4 + inside / 4 % 4][patch % 8 * 4 + inside % 4] =
                    images[b * SMALL.imageLength() + i];
        }
        return image;
    }

    private static float[] images(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] images = new float[BATCH * SMALL.imageLength()];
        for (int i = 0; i < images.length; i++) {
            images[i] = (float) random.nextGaussian();
        }
        return images;
    }

    /** Start 10, a word of its own each, end 11. */
    private static int[] texts() {
        int[] texts = new int[BATCH * 4];
        for (int b = 0; b < BATCH; b++) {
            System.arraycopy(new int[] {10, 1 + b, 11}, 0, texts, b * 4, 3);
        }
        return texts;
    }

    private static double step(ClipModel model, Optimizer optimizer) {
        model.clearGradients();
        double loss = model.gradients(images(1), texts(), BATCH, LOSS);
        optimizer.step(3e-3);
        return loss;
    }

    private Optimizer optimizer(ClipModel model) {
        OptimizerSettings settings = new OptimizerSettings("adamw", 0.9, 0.98, 1e-6, 0.2, Optional.empty());
        return Optimizer.of(settings, backend, model.parameters());
    }

    @Test
    void learnsABatchByHeart() {
        ClipModel model = ClipModel.create(SMALL, backend, BATCH);
        model.initialise(0);
        Optimizer optimizer = optimizer(model);

        double first = step(model, optimizer);
        for (int i = 0; i < 20; i++) {
            step(model, optimizer);
        }

        assertThat(first).isGreaterThan(1);
        assertThat(step(model, optimizer)).isLessThan(first / 2);
    }

    @Test
    void plansTheMemoryThatAStepTakes() {
        ClipModel model = ClipModel.create(DROPPING, backend, BATCH);
        model.initialise(0);

        model.gradients(images(1), texts(), BATCH, LOSS);

        assertThat(model.arenaPeak())
                .isEqualTo(ModelCost.ofStep(DROPPING, texts(), BATCH).arenaElements());
    }

    private float[] gradients(ClipModel model, long seed) {
        model.clearGradients();
        model.seedStep(seed);
        model.gradients(images(1), texts(), BATCH, LOSS);
        float[] gradients = new float[(int) model.parameters().layout().size()];
        backend.read(model.parameters().gradients(), 0, gradients, 0, gradients.length);
        return gradients;
    }

    @Test
    void dropsPathsBySeedInTrainingAndNeverInEvaluation() {
        ClipModel model = ClipModel.create(DROPPING, backend, BATCH);
        fillByFormula(model);
        ClipModel whole = ClipModel.create(SMALL, backend, BATCH);
        fillByFormula(whole);

        assertThat(gradients(model, 5)).isEqualTo(gradients(model, 5)).isNotEqualTo(gradients(model, 6));
        assertThat(model.embedImages(images(2), BATCH))
                .isEqualTo(model.embedImages(images(2), BATCH))
                .isEqualTo(whole.embedImages(images(2), BATCH));
    }

    @Test
    void dropsThePathsOfAChunkAsThoseOfTheWholeBatch() {
        ClipModel whole = ClipModel.create(DROPPING, backend, BATCH);
        whole.initialise(0);
        ClipModel chunked = ClipModel.create(DROPPING, backend, new StepMemory(2, 3, Activations.KEPT));
        chunked.initialise(0);

        float[] expected = gradients(whole, 5);
        float[] actual = gradients(chunked, 5);

        for (int i = 0; i < expected.length; i++) {
            assertThat(actual[i]).isCloseTo(expected[i], within(1e-5f));
        }
    }

    @Test
    void leavesLockedBlocksAsTheyAre() {
        ClipModel model = ClipModel.create(SMALL, backend, BATCH);
        fillByFormula(model);
        float[] free = gradients(model, 0);
        List<LayerGroup> groups = SMALL.imageLayerGroups();
        int locked = 4;

        model.lock(new TowerLock(locked, false), TowerLock.NONE);
        float[] some = gradients(model, 0);

        assertThat(groups).hasSize(11);
        for (ParameterLayout.Entry entry : model.parameters().layout().entries()) {
            boolean isLocked = groups.subList(0, locked).stream().anyMatch(group -> group.contains(entry.name()));
            for (int i = 0; i < entry.shape().size(); i++) {
                int place = (int) entry.offset() + i;
                assertThat(some[place]).as(entry.name()).isEqualTo(isLocked ? 0 : free[place]);
            }
            assertThat(entry.name().startsWith("visual."))
                    .as(entry.name())
                    .isEqualTo(groups.stream().anyMatch(group -> group.contains(entry.name())));
        }
    }

    @Test
    void readsWeightsOfTimmsNames(@TempDir Path folder) {
        ClipModel model = ClipModel.create(SMALL, backend, BATCH);
        fillByFormula(model);
        Path file = folder.resolve("open_clip_model.safetensors");
        SafetensorsFile.write(file, model.parameters().layout(), model.parameterVector());
        ClipModel other = ClipModel.create(SMALL, backend, BATCH);

        assertThat(ForeignModel.open(file)
                        .read(other.parameters().layout(), other.parameterVector())
                        .isComplete())
                .isTrue();
        assertThat(other.embedImages(images(2), BATCH)).isEqualTo(model.embedImages(images(2), BATCH));
    }

    @Test
    void takesHandMadeWeightsByTheirNames(@TempDir Path folder) {
        ParameterLayout made = new ParameterLayout.Builder()
                .add("visual.trunk.stages.1.blocks.0.conv_dw.weight", 32, 1, 7, 7)
                .add("visual.trunk.head.norm.bias", 63)
                .build();
        float[] values = new float[(int) made.size()];
        values[50] = 4;
        Path file = folder.resolve("made.safetensors");
        SafetensorsFile.write(file, made, FloatVector.of(values));
        ClipModel model = ClipModel.create(SMALL, backend, BATCH);

        var report = ForeignModel.open(file).read(model.parameters().layout(), model.parameterVector());

        assertThat(values(model, "visual.trunk.stages.1.blocks.0.conv_dw.weight")[50])
                .isEqualTo(4);
        assertThat(report.misshapen())
                .containsExactly("visual.trunk.head.norm.bias has shape [63], the model's is [64]");
        assertThat(report.missing()).contains("visual.trunk.stem.0.weight", "visual.head.proj.weight");
    }
}
