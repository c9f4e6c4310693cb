package org.clipspark.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Optional;
import java.util.SplittableRandom;
import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.BackendSettings;
import org.clipspark.model.compute.ElementType;
import org.clipspark.model.compute.ParameterLayout;
import org.clipspark.model.loss.ContrastiveLoss;
import org.clipspark.model.optim.Optimizer;
import org.clipspark.model.optim.OptimizerSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Models whose image tower is CLIP's ResNet. */
class ResNetModelTest {
    private static final Path CONFIGS = Path.of("..", "conf", "model");
    private static final int BATCH = 6;
    private static final ModelConfig SMALL = ModelConfig.parse(config("[1, 1, 1, 1]", 32, 4, "null"));

    private final Backend backend = Backend.named("onednn", new BackendSettings(ElementType.FLOAT32, 1));

    private static String config(String layers, int imageSize, int width, String patchSize) {
        return """
                {"embed_dim": 8,
                 "vision_cfg": {"image_size": %d, "layers": %s, "width": %d, "head_width": 32, "patch_size": %s},
                 "text_cfg": {"context_length": 4, "vocab_size": 12, "width": 8, "heads": 2, "layers": 1}}
                """.formatted(imageSize, layers, width, patchSize);
    }

    @AfterEach
    void close() {
        backend.close();
    }

    @ParameterizedTest
    @CsvSource({"RN50, 102.01", "RN101, 119.69", "RN50x4, 178.30", "RN50x16, 290.98", "RN50x64, 623.26"})
    void hasAsManyParametersAsOpenClips(String name, double millions) {
        for (String twin : new String[] {name, name + "-quickgelu"}) {
            ParameterLayout layout = ClipModel.layoutOf(ModelConfig.load(CONFIGS.resolve(twin + ".json")));

            assertThat(layout.trainedSize() / 1e6).as(twin).isCloseTo(millions, within(0.005));
        }
    }

    @Test
    void readsBackWhatItWrites() {
        assertThat(ModelConfig.parse(SMALL.toJson())).isEqualTo(SMALL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"RN50", "RN50x64-quickgelu"})
    void plansAStepOfEveryDepth(String name) {
        ModelCost.Step plan = ModelCost.ofStep(ModelConfig.load(CONFIGS.resolve(name + ".json")), 2);

        assertThat(plan.arenaElements()).isPositive();
        assertThat(plan.floatingPointOperations()).isGreaterThan(30_000_000_000L);
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
        double loss = model.gradients(images(1), texts(), BATCH, ContrastiveLoss.named("softmax"));
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
        for (int i = 0; i < 40; i++) {
            step(model, optimizer);
        }

        assertThat(first).isGreaterThan(1);
        assertThat(step(model, optimizer)).isLessThan(0.1);
    }

    @Test
    void embedsAnImageTheSameWhateverStandsBesideIt() {
        ClipModel model = ClipModel.create(SMALL, backend, BATCH);
        model.initialise(0);
        step(model, optimizer(model));
        float[] others = images(2);
        System.arraycopy(images(1), 0, others, 0, SMALL.imageLength());

        float[] alone = model.embedImages(images(1), 1);
        float[] beside = model.embedImages(others, BATCH);

        for (int i = 0; i < alone.length; i++) {
            assertThat(beside[i]).isCloseTo(alone[i], within(1e-6f));
        }
    }

    @Test
    void carriesVariancesAsMeansOfSquaresAndBack() {
        ClipModel model = ClipModel.create(SMALL, backend, BATCH);
        model.initialise(0);
        double[] mean = {3, -0.5};
        double[] variance = {2, 0.25};
        backend.write(model.parameters().value("visual.bn1.running_mean"), 0, mean, 0, 2);
        backend.write(model.parameters().value("visual.bn1.running_var"), 0, variance, 0, 2);
        double[] squares = new double[2];
        double[] back = new double[2];

        model.runningStatistics().toMeansOfSquares();
        backend.read(model.parameters().value("visual.bn1.running_var"), 0, squares, 0, 2);
        model.runningStatistics().toVariances();
        backend.read(model.parameters().value("visual.bn1.running_var"), 0, back, 0, 2);

        assertThat(squares).containsExactly(11, 0.5);
        assertThat(back).containsExactly(variance);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[1, 1, 1] | 32 | 4 | null | vision_cfg.layers of a ResNet must be 4 numbers, got [1, 1, 1]",
                "[1, 1, 1, 0] | 32 | 4 | null | Every stage of a residual trunk needs a block, got [1, 1, 1, 0]",
                "[1, 1, 1, 1] | 48 | 4 | null | vision_cfg.image_size of a ResNet must be a multiple of 32, got 48",
                "[1, 1, 1, 1] | 32 | 3 | null | The width of a residual trunk must be even and positive, got 3",
                "[1, 1, 1, 1] | 32 | 4 | 16 | vision_cfg.patch_size of a ResNet must be null, got 16"
            })
    void refusesSizesThatDoNotFit(String layers, int imageSize, int width, String patchSize, String message) {
        assertThatThrownBy(() -> ModelConfig.parse(config(layers, imageSize, width, patchSize)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }
}
