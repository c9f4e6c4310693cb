package org.clipspark.model.encoder;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import org.clipspark.model.compute.Activation;
import org.clipspark.model.input.ImageSize;

/** {@code vision_cfg} of open_clip's schema: the image tower. */
@JsonDeserialize(using = VisionConfigReader.class)
public sealed interface VisionConfig permits VisionTransformerConfig, ModifiedResNetConfig, ConvNextConfig {
    /** Width of an attention head where the config does not say. */
    int HEAD_WIDTH = 64;

    /** Size of the input. */
    ImageSize size();

    /**
     * Side of the patches that the tower reads, in pixels; divides both sides of {@link #size}. It is 1 for a tower without patches,
     * which reads pixel after pixel, each with its channels.
     */
    int patchSize();

    /** Patches of an image, {@code P}. */
    default int patches() {
        return (size().height() / patchSize()) * (size().width() / patchSize());
    }

    /** Numbers of a patch: three channels of its pixels. */
    default int patchLength() {
        return 3 * patchSize() * patchSize();
    }

    /**
     * Refuses what does not go together with the rest of the model.
     *
     * @param activation of the model
     * @param embeddingSize width of the shared space, {@code E}
     * @throws IllegalArgumentException naming the key
     */
    void check(Activation activation, int embeddingSize);
}
