package org.clipspark.model.encoder;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import java.util.Optional;
import org.clipspark.model.compute.Activation;
import org.clipspark.model.compute.MapShape;
import org.clipspark.model.input.ImageSize;
import org.clipspark.model.layer.convnext.ConvNextHead;
import org.clipspark.model.layer.convnext.ConvNextVariant;
import org.clipspark.model.layer.convnext.HeadProjection;

/**
 * {@code vision_cfg} of open_clip's schema, for a ConvNeXt of timm's: the one with a {@code timm_model_name}.
 *
 * @param name which ConvNeXt
 * @param size size of the input; both sides are multiples of 32
 * @param isPretrained always false if present: weights come from a checkpoint
 * @param pool {@code avg}, or empty for the trunk's own pooling, which is that; {@code avg} if absent
 * @param projection {@code linear}, {@code mlp}, {@code none} or empty; {@code linear} if absent
 * @param hasProjectionBias whether the last matrix of a {@code linear} or {@code mlp} projection has a bias; false if
 *     absent
 * @param drop always 0 if present: there is no dropout before the projection
 * @param dropPath probability of leaving out the last block for a sample in training, falling evenly to 0 at the first;
 *     from 0 to below 1, 0 if absent
 */
@JsonDeserialize(using = JsonDeserializer.None.class)
record ConvNextConfig(
        @JsonProperty(value = "timm_model_name", required = true)
        String name,

        @JsonProperty(value = "image_size", required = true) @JsonSetter(nulls = Nulls.FAIL)
        ImageSize size,

        @JsonProperty("timm_model_pretrained") Optional<Boolean> isPretrained,
        @JsonProperty("timm_pool") Optional<String> pool,
        @JsonProperty("timm_proj") Optional<String> projection,
        @JsonProperty("timm_proj_bias") Optional<Boolean> hasProjectionBias,
        @JsonProperty("timm_drop") Optional<Double> drop,
        @JsonProperty("timm_drop_path") Optional<Double> dropPath)
        implements VisionConfig {
    ConvNextConfig {
        ConvNextVariant variant = ConvNextVariant.named(name);
        if (!size.isMultipleOf(variant.reduction())) {
            throw new IllegalArgumentException("vision_cfg.image_size of a ConvNeXt must be a multiple of "
                    + variant.reduction() + ", got " + size);
        }
        if (isPretrained.orElse(false)) {
            throw new IllegalArgumentException(
                    "vision_cfg.timm_model_pretrained must be false: import weights instead");
        }
        if (drop.orElse(0.0) != 0) {
            throw new IllegalArgumentException("vision_cfg.timm_drop must be 0, got " + drop.get());
        }
        if (!(dropPath.orElse(0.0) >= 0 && dropPath.orElse(0.0) < 1)) {
            throw new IllegalArgumentException(
                    "vision_cfg.timm_drop_path must be from 0 to below 1, got " + dropPath.get());
        }
        checkHead(pool.orElse("avg"), HeadProjection.named(projection.orElse("linear")));
    }

    private static void checkHead(String pool, HeadProjection projection) {
        if (!pool.equals("avg") && !pool.isEmpty()) {
            throw new IllegalArgumentException(
                    "Unknown vision_cfg.timm_pool '" + pool + "' for a ConvNeXt (expected: avg or empty)");
        }
        boolean isOfTrunk = projection == HeadProjection.CLASSIFIER || projection == HeadProjection.NONE;
        if (pool.isEmpty() && isOfTrunk) {
            throw new IllegalArgumentException("vision_cfg.timm_pool '' gives a vector per position without a"
                    + " timm_proj of linear or mlp (expected: avg)");
        }
    }

    @Override
    public int patchSize() {
        return ConvNextVariant.PATCH;
    }

    @Override
    public void check(Activation activation, int embeddingSize) {
        boolean isProjected = head(embeddingSize).projection() != HeadProjection.NONE;
        if (!isProjected && embeddingSize != variant().outputs()) {
            throw new IllegalArgumentException("vision_cfg.timm_proj none needs embed_dim = "
                    + variant().outputs() + ", the channels of " + name + ", got " + embeddingSize);
        }
    }

    ConvNextVariant variant() {
        return ConvNextVariant.named(name);
    }

    double dropRate() {
        return dropPath.orElse(0.0);
    }

    ConvNextHead head(int embeddingSize) {
        return new ConvNextHead(
                ConvNext.PREFIX,
                variant().outputs(),
                embeddingSize,
                HeadProjection.named(projection.orElse("linear")),
                hasProjectionBias.orElse(false));
    }

    /** Maps that the stem makes of so many images. */
    MapShape patchMaps(int batch) {
        return new MapShape(
                batch,
                size.height() / patchSize(),
                size.width() / patchSize(),
                variant().widths().get(0));
    }

    /** Positions of a map at the end of the trunk. */
    int positions() {
        int reduction = variant().reduction();
        return (size.height() / reduction) * (size.width() / reduction);
    }
}
