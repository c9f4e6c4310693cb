package org.clipspark.model.encoder;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Optional;
import org.clipspark.model.compute.Activation;
import org.clipspark.model.layer.TransformerConfig;

/**
 * {@code vision_cfg} of open_clip's schema, for the vision transformer.
 *
 * @param imageSize side of the square input, in pixels
 * @param patchSize side of a patch; divides {@code imageSize}
 * @param width model width
 * @param layers number of blocks
 * @param headWidth width of an attention head, 64 if absent; divides {@code width}
 * @param mlpRatio hidden width of the MLP as a multiple of {@code width}, 4 if absent
 */
public record VisionConfig(
        @JsonProperty(value = "image_size", required = true) int imageSize,
        @JsonProperty(value = "patch_size", required = true) int patchSize,
        @JsonProperty(value = "width", required = true) int width,
        @JsonProperty(value = "layers", required = true) int layers,
        @JsonProperty("head_width") Optional<Integer> headWidth,
        @JsonProperty("mlp_ratio") Optional<Double> mlpRatio) {
    /** Checks the sizes. */
    public VisionConfig {
        if (patchSize < 1 || imageSize < patchSize || imageSize % patchSize != 0) {
            throw new IllegalArgumentException("vision_cfg.image_size must be a multiple of vision_cfg.patch_size, got "
                    + imageSize + " and " + patchSize);
        }
        if (headWidth.orElse(64) < 1 || width < 1 || width % headWidth.orElse(64) != 0) {
            throw new IllegalArgumentException("vision_cfg.width must be a multiple of vision_cfg.head_width, got "
                    + width + " and " + headWidth.orElse(64));
        }
    }

    /** Patches of an image, {@code P}. */
    public int patches() {
        return (imageSize / patchSize) * (imageSize / patchSize);
    }

    /** Numbers of a patch: three channels of its pixels. */
    public int patchLength() {
        return 3 * patchSize * patchSize;
    }

    TransformerConfig transformer(Activation activation) {
        return new TransformerConfig(
                width,
                layers,
                width / headWidth.orElse(64),
                (int) (width * mlpRatio.orElse(4.0)),
                activation,
                TextConfig.EPSILON);
    }
}
