package org.clipspark.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.SplittableRandom;
import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.BackendSettings;
import org.clipspark.model.compute.ElementType;
import org.clipspark.model.compute.FloatVector;
import org.clipspark.model.compute.NeedsCuda;
import org.clipspark.model.compute.Precision;
import org.clipspark.model.loss.ContrastiveLoss;
import org.clipspark.model.optim.Optimizer;
import org.clipspark.model.optim.OptimizerSettings;
import org.clipspark.model.optim.ParameterRules;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whole models on a GPU against the same models on the CPU. */
@ExtendWith(NeedsCuda.class)
class CudaModelTest {
    private static final int BATCH = 6;
    private static final String TEXTS =
            "\"text_cfg\": {\"context_length\": 8, \"vocab_size\": 20, \"width\": 64, \"heads\": 1, \"layers\": 2}}";
    private static final String TRANSFORMER = "{\"embed_dim\": 16, \"vision_cfg\": {\"image_size\": 16, \"patch_size\": 8,"
            + " \"width\": 128, \"layers\": 2, \"head_width\": 64}, " + TEXTS;
    private static final String RESIDUAL = "{\"embed_dim\": 16, \"vision_cfg\": {\"image_size\": 32, \"layers\": [1, 1, 1, 1],"
            + " \"width\": 8}, " + TEXTS;

    private static final OptimizerSettings ADAM_W =
            new OptimizerSettings("adamw", 0.9, 0.98, 1e-6, 0.1, Optional.empty());

    /** What a step leaves. */
    private record Trace(double loss, float[] gradients, float[] parameters, float[] embeddings) {}

    @ParameterizedTest
    @CsvSource({
        "transformer, FP32, 1e-4", "transformer, TF32, 2e-2", "transformer, BF16, 5e-2",
        "residual, FP32, 1e-3", "residual, BF16, 2e-1"
    })
    void learnsAsOnTheCpu(String model, Precision precision, double tolerance) {
        ModelConfig config = ModelConfig.parse(model.equals("transformer") ? TRANSFORMER : RESIDUAL);
        Trace expected;
        try (Backend cpu = Backend.named("onednn", new BackendSettings(ElementType.FLOAT32, 1))) {
            expected = trace(config, cpu);
        }

        Trace actual;
        try (Backend gpu = NeedsCuda.open(precision)) {
            actual = trace(config, gpu);
        }

        assertThat(Math.abs(actual.loss() - expected.loss()) <= tolerance * expected.loss())
                .as("loss %s, on the CPU %s", actual.loss(), expected.loss())
                .isTrue();
        assertThat(distance(actual.gradients(), expected.gradients())).isLessThan(tolerance);
        assertThat(distance(actual.embeddings(), expected.embeddings())).isLessThan(tolerance);
        assertThat(distance(actual.parameters(), expected.parameters())).isLessThan(tolerance);
    }

    @ParameterizedTest
    @CsvSource({"FP32", "TF32", "BF16"})
    void givesTheSameBitsTwice(Precision precision) {
        ModelConfig config = ModelConfig.parse(TRANSFORMER);
        try (Backend first = NeedsCuda.open(precision);
                Backend second = NeedsCuda.open(precision)) {
            assertThat(trace(config, second).parameters()).containsExactly(trace(config, first).parameters());
        }
    }

    private static Trace trace(ModelConfig config, Backend backend) {
        ClipModel model = ClipModel.create(config, backend, BATCH);
        model.initialise(7);
        Optimizer optimizer =
                Optimizer.of(ADAM_W, backend, model.parameters(), ParameterRules.ALIKE);
        double loss = 0;
        float[] gradients = new float[0];
        // The second step is the first that reads parameters which the optimizer wrote.
        for (int step = 0; step < 2; step++) {
            model.clearGradients();
            loss = model.gradients(images(config), texts(), BATCH, ContrastiveLoss.named("softmax"));
            gradients = values(FloatVector.of(backend, model.parameters().gradients()));
            optimizer.step(1e-3);
        }
        return new Trace(
                loss, gradients, values(model.parameterVector()), model.embedImages(images(config), BATCH));
    }

    private static float[] values(FloatVector vector) {
        float[] values = new float[(int) vector.size()];
        vector.read(0, values, 0, values.length);
        return values;
    }

    private static float[] images(ModelConfig config) {
        SplittableRandom random = new SplittableRandom(1);
        float[] images = new float[BATCH * config.imageLength()];
        for (int i = 0; i < images.length; i++) {
            images[i] = (float) random.nextGaussian();
        }
        return images;
    }

    /** Start 18, words that tell texts apart, end 19; of several lengths. */
    private static int[] texts() {
        int[] texts = new int[BATCH * 8];
        for (int b = 0; b < BATCH; b++) {
            texts[b * 8] = 18;
            for (int t = 1; t <= Math.min(6, b + 1); t++) {
                texts[b * 8 + t] = 1 + (b + t) % 17;
            }
            texts[b * 8 + Math.min(7, b + 2)] = 19;
        }
        return texts;
    }

    /** Relative to the length of what is expected. */
    private static double distance(float[] actual, float[] expected) {
        double difference = 0;
        double length = 0;
        for (int i = 0; i < expected.length; i++) {
            difference += Math.pow((double) actual[i] - expected[i], 2);
            length += Math.pow(expected[i], 2);
        }
        return Math.sqrt(difference / length);
    }
}
