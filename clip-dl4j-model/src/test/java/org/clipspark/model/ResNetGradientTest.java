package org.clipspark.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.BackendSettings;
import org.clipspark.model.compute.ElementType;
import org.clipspark.model.compute.ParameterLayout;
import org.clipspark.model.loss.ContrastiveLoss;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Gradients of a whole model with a ResNet against central differences in double precision: part by part, along a random
 * direction of all the part's parameters. Single elements are checked layer by layer elsewhere.
 */
class ResNetGradientTest {
    /** Small, so that hardly any rectifier bends within a step; rounding is still a thousand times smaller. */
    private static final double STEP = 1e-7;

    private static final int BATCH = 3;
    private static final ContrastiveLoss LOSS = ContrastiveLoss.named("softmax");
    private static final ModelConfig CONFIG = ModelConfig.parse("""
            {"embed_dim": 5,
             "vision_cfg": {"image_size": 32, "layers": [1, 1, 1, 1], "width": 2, "head_width": 16, "patch_size": null},
             "text_cfg": {"context_length": 4, "vocab_size": 9, "width": 4, "heads": 2, "layers": 1}}
            """);
    private static final int[] TEXTS = {7, 1, 8, 0, 7, 2, 3, 8, 7, 8, 0, 0};
    private static final List<String> PARTS = List.of(
            "visual.conv",
            "visual.bn",
            "visual.layer1.0",
            "visual.layer2.0",
            "visual.layer3.0",
            "visual.layer4.0",
            "visual.attnpool",
            "transformer",
            "logit_scale");

    private final Backend backend = Backend.named("nd4j", new BackendSettings(ElementType.FLOAT64, 1));
    private final SplittableRandom random = new SplittableRandom(7);
    private final ClipModel model = ClipModel.create(CONFIG, backend, BATCH);
    private final float[] images = new float[BATCH * CONFIG.imageLength()];

    @AfterEach
    void close() {
        backend.close();
    }

    @Test
    void everyPartsGradientIsTheSlopeOfTheLoss() {
        for (int i = 0; i < images.length; i++) {
            images[i] = (float) random.nextGaussian();
        }
        double[] start = perturbed();
        model.clearGradients();
        loss(start);
        double[] gradients = new double[start.length];
        backend.read(model.parameters().gradients(), 0, gradients, 0, gradients.length);

        for (String part : PARTS) {
            double[] direction = direction(part);
            double expected = 0;
            for (int i = 0; i < start.length; i++) {
                expected += direction[i] * gradients[i];
            }
            double slope = (loss(moved(start, direction, STEP)) - loss(moved(start, direction, -STEP))) / (2 * STEP);
            assertThat(expected).as(part).isCloseTo(slope, within(1e-6 + 1e-5 * Math.abs(slope)));
            assertThat(Math.abs(slope)).as("slope along %s", part).isGreaterThan(1e-4);
        }
    }

    @Test
    void buffersHaveNoGradient() {
        loss(perturbed());

        ParameterLayout layout = model.parameters().layout();
        double[] gradients = new double[(int) (layout.size() - layout.trainedSize())];
        backend.read(model.parameters().gradients(), layout.trainedSize(), gradients, 0, gradients.length);
        assertThat(gradients).isNotEmpty().containsOnly(0);
    }

    /** Values away from the symmetric start, so that no gradient is zero by accident. */
    private double[] perturbed() {
        model.initialise(3);
        double[] values = new double[(int) model.parameters().layout().trainedSize()];
        backend.read(model.parameters().values(), 0, values, 0, values.length);
        for (int i = 0; i < values.length; i++) {
            values[i] += 0.1 * random.nextGaussian();
        }
        return values;
    }

    private double[] direction(String part) {
        double[] direction = new double[(int) model.parameters().layout().trainedSize()];
        for (ParameterLayout.Entry entry : model.parameters().layout().trainedEntries()) {
            if (entry.name().startsWith(part)) {
                for (long i = 0; i < entry.shape().size(); i++) {
                    direction[(int) (entry.offset() + i)] = random.nextGaussian();
                }
            }
        }
        return direction;
    }

    private static double[] moved(double[] start, double[] direction, double step) {
        double[] values = start.clone();
        for (int i = 0; i < values.length; i++) {
            values[i] += step * direction[i];
        }
        return values;
    }

    private double loss(double[] values) {
        backend.write(model.parameters().values(), 0, values, 0, values.length);
        return model.gradients(images, TEXTS, BATCH, LOSS);
    }
}
