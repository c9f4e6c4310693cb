package org.clipspark.model;

import java.util.List;
import java.util.SplittableRandom;
import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.BackendSettings;
import org.clipspark.model.compute.ElementType;
import org.clipspark.model.loss.ContrastiveLoss;
import org.junit.jupiter.api.Test;

/** Gradients of a whole model with a ConvNeXt; single elements are checked layer by layer elsewhere. */
class ConvNextGradientTest {
    private static final int BATCH = 3;
    private static final ContrastiveLoss LOSS = ContrastiveLoss.named("softmax");
    private static final int[] TEXTS = {7, 1, 8, 0, 7, 2, 3, 8, 7, 8, 0, 0};
    private static final List<String> PARTS = List.of(
            "visual.trunk.stem.0",
            "visual.trunk.stem.1",
            "visual.trunk.stages.0.blocks.0.conv_dw",
            "visual.trunk.stages.1.downsample",
            "visual.trunk.stages.2.blocks.3.mlp",
            "visual.trunk.stages.2.blocks.3.gamma",
            "visual.trunk.stages.3.blocks.1.norm",
            "visual.trunk.stages.3",
            "visual.trunk.head",
            "visual.head",
            "transformer",
            "logit_scale");

    @Test
    void everyPartsGradientIsTheSlopeOfTheLoss() {
        ModelConfig config = ModelConfig.parse("""
                {"embed_dim": 5,
                 "vision_cfg": {"timm_model_name": "test_convnext", "timm_proj": "mlp", "timm_drop_path": 0.5,
                                "image_size": 32},
                 "text_cfg": {"context_length": 4, "vocab_size": 9, "width": 4, "heads": 2, "layers": 1}}
                """);
        SplittableRandom random = new SplittableRandom(7);
        float[] images = new float[BATCH * config.imageLength()];
        for (int i = 0; i < images.length; i++) {
            images[i] = (float) random.nextGaussian();
        }
        try (Backend backend = Backend.named("nd4j", new BackendSettings(ElementType.FLOAT64, 1))) {
            ClipModel model = ClipModel.create(config, backend, BATCH);

            new PartSlopes(backend, model, () -> {
                        model.seedStep(2);
                        return model.gradients(images, TEXTS, BATCH, LOSS);
                    })
                    .check(PARTS);
        }
    }
}
