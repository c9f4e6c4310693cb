package org.clipspark.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.BackendSettings;
import org.clipspark.model.compute.ElementType;
import org.clipspark.model.compute.ParameterLayout;
import org.clipspark.model.loss.ContrastiveLoss;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Gradients of the whole model, of every parameter, against central differences in double precision. */
class ModelGradientTest {
    private static final double STEP = 1e-5;
    private static final int BATCH = 3;
    private static final ContrastiveLoss LOSS = ContrastiveLoss.named("softmax");

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void everyParametersGradientIsTheSlopeOfTheLoss(boolean quickGelu) {
        ModelConfig config = ModelConfig.parse("""
                {"embed_dim": 6, "quick_gelu": %s,
                 "vision_cfg": {"image_size": 8, "patch_size": 4, "width": 8, "layers": 2, "head_width": 4},
                 "text_cfg": {"context_length": 5, "vocab_size": 11, "width": 6, "heads": 2, "layers": 2}}
                """.formatted(quickGelu));
        SplittableRandom random = new SplittableRandom(7);
        float[] images = new float[BATCH * config.imageLength()];
        for (int i = 0; i < images.length; i++) {
            images[i] = (float) random.nextGaussian();
        }
        // Texts of different lengths; the end token 10 is the largest id.
        int[] texts = {9, 1, 2, 3, 10, 9, 4, 10, 0, 0, 9, 5, 1, 10, 0};
        try (Backend backend = Backend.named("nd4j", new BackendSettings(ElementType.FLOAT64, 1))) {
            ClipModel model = ClipModel.create(config, backend, BATCH);
            perturb(model, backend, random);

            model.clearGradients();
            model.gradients(images, texts, BATCH, LOSS);

            double[] gradients = new double[(int) model.parameters().layout().size()];
            backend.read(model.parameters().gradients(), 0, gradients, 0, gradients.length);
            for (ParameterLayout.Entry entry : model.parameters().layout().entries()) {
                // The first, one in the middle and the last element of each parameter.
                long last = entry.shape().size() - 1;
                for (long index : new long[] {0, last / 2, last}) {
                    double slope = slope(model, backend, entry.offset() + index, images, texts);
                    assertThat(gradients[(int) (entry.offset() + index)])
                            .as("%s[%d]", entry.name(), index)
                            .isCloseTo(slope, within(1e-7 + 1e-5 * Math.abs(slope)));
                }
            }
        }
    }

    /** Values away from the symmetric start, so that no gradient is zero by accident. */
    private static void perturb(ClipModel model, Backend backend, SplittableRandom random) {
        model.initialise(3);
        double[] value = new double[1];
        for (long i = 0; i < model.parameters().layout().size(); i++) {
            backend.read(model.parameters().values(), i, value, 0, 1);
            value[0] += 0.1 * random.nextGaussian();
            backend.write(model.parameters().values(), i, value, 0, 1);
        }
    }

    private static double slope(ClipModel model, Backend backend, long index, float[] images, int[] texts) {
        double[] start = new double[1];
        backend.read(model.parameters().values(), index, start, 0, 1);
        double above = loss(model, backend, index, start[0] + STEP, images, texts);
        double below = loss(model, backend, index, start[0] - STEP, images, texts);
        backend.write(model.parameters().values(), index, start, 0, 1);
        return (above - below) / (2 * STEP);
    }

    private static double loss(
            ClipModel model, Backend backend, long index, double value, float[] images, int[] texts) {
        backend.write(model.parameters().values(), index, new double[] {value}, 0, 1);
        return model.gradients(images, texts, BATCH, LOSS);
    }
}
