package org.clipspark.benchmarks.trainstep;

import org.bytedeco.pytorch.Tensor;
import org.clipspark.model.encoder.VisionTransformerConfig;

/** The peer's image encoder. */
sealed interface TorchImageTower permits TorchVisionTransformer, TorchResNet {
    /** The tower of that case's model. */
    static TorchImageTower of(TrainCase trainCase, TorchParameters parameters) {
        if (trainCase.config().vision() instanceof VisionTransformerConfig vision) {
            return new TorchVisionTransformer(parameters, vision);
        }
        return new TorchResNet(parameters);
    }

    /** {@code [B, 3, H, W]} to {@code [B, E]}, in training mode. */
    Tensor encode(Tensor images);
}
