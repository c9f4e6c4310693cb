package org.clipspark.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.BackendSettings;
import org.clipspark.model.compute.ElementType;
import org.clipspark.model.compute.ParameterLayout;
import org.clipspark.model.loss.ContrastiveLoss;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Gradients of a whole model with a ResNet; single elements are checked layer by layer elsewhere. */
class ResNetGradientTest {
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
    private final ClipModel model = ClipModel.create(CONFIG, backend, BATCH);
    private final float[] images = new float[BATCH * CONFIG.imageLength()];
    private final PartSlopes slopes = new PartSlopes(backend, model, () -> model.gradients(images, TEXTS, BATCH, LOSS));

    ResNetGradientTest() {
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < images.length; i++) {
            images[i] = (float) random.nextGaussian();
        }
    }

    @AfterEach
    void close() {
        backend.close();
    }

    @Test
    void everyPartsGradientIsTheSlopeOfTheLoss() {
        slopes.check(PARTS);
    }

    @Test
    void buffersHaveNoGradient() {
        slopes.loss(slopes.perturbed());

        ParameterLayout layout = model.parameters().layout();
        double[] gradients = new double[(int) (layout.size() - layout.trainedSize())];
        backend.read(model.parameters().gradients(), layout.trainedSize(), gradients, 0, gradients.length);
        assertThat(gradients).isNotEmpty().containsOnly(0);
    }
}
