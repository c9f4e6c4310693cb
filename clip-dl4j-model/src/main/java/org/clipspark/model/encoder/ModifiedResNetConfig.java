package org.clipspark.model.encoder;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import java.util.List;
import java.util.Optional;
import org.clipspark.model.compute.Activation;
import org.clipspark.model.input.ImageSize;
import org.clipspark.model.layer.AttentionPoolConfig;
import org.clipspark.model.layer.convolution.ResidualTrunkConfig;

/**
 * {@code vision_cfg} of open_clip's schema, for CLIP's ResNet: the one whose {@code layers} is a list.
 *
 * @param imageSize side of the square input, in pixels; a multiple of 32
 * @param layers blocks of each of the four stages
 * @param width channels inside the blocks of the first stage
 * @param headWidth width of an attention head of the pooling, 64 if absent; divides 32 times {@code width}
 * @param patch always absent: a ResNet has no patches
 */
@JsonDeserialize(using = JsonDeserializer.None.class)
record ModifiedResNetConfig(
        @JsonProperty(value = "image_size", required = true) int imageSize,
        @JsonProperty(value = "layers", required = true) List<Integer> layers,
        @JsonProperty(value = "width", required = true) int width,
        @JsonProperty("head_width") Optional<Integer> headWidth,
        @JsonProperty("patch_size") Optional<Integer> patch)
        implements VisionConfig {
    private static final int STAGES = 4;

    ModifiedResNetConfig {
        layers = List.copyOf(layers);
        if (layers.size() != STAGES) {
            throw new IllegalArgumentException(
                    "vision_cfg.layers of a ResNet must be " + STAGES + " numbers, got " + layers);
        }
        if (patch.isPresent()) {
            throw new IllegalArgumentException("vision_cfg.patch_size of a ResNet must be null, got " + patch.get());
        }
        ResidualTrunkConfig trunk = new ResidualTrunkConfig(layers, width);
        if (imageSize < trunk.reduction() || imageSize % trunk.reduction() != 0) {
            throw new IllegalArgumentException("vision_cfg.image_size of a ResNet must be a multiple of "
                    + trunk.reduction() + ", got " + imageSize);
        }
        int head = headWidth.orElse(HEAD_WIDTH);
        if (head < 1 || trunk.outputs() % head != 0) {
            throw new IllegalArgumentException(
                    "vision_cfg.head_width of a ResNet must divide 32 * width = " + trunk.outputs() + ", got " + head);
        }
    }

    @Override
    public ImageSize size() {
        return ImageSize.square(imageSize);
    }

    /** Pixels lie one after the other, each with its three channels, which is how convolutions read them. */
    @Override
    public int patchSize() {
        return 1;
    }

    @Override
    public void check(Activation activation, int embeddingSize) {
        pool(embeddingSize);
    }

    ResidualTrunkConfig trunk() {
        return new ResidualTrunkConfig(layers, width);
    }

    AttentionPoolConfig pool(int embeddingSize) {
        int side = imageSize / trunk().reduction();
        int outputs = trunk().outputs();
        return new AttentionPoolConfig(side * side, outputs, outputs / headWidth.orElse(HEAD_WIDTH), embeddingSize);
    }
}
