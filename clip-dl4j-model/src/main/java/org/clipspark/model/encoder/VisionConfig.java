package org.clipspark.model.encoder;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import org.clipspark.model.compute.Activation;

/** {@code vision_cfg} of open_clip's schema: the image tower. */
@JsonDeserialize(as = VisionTransformerConfig.class)
public sealed interface VisionConfig permits VisionTransformerConfig {
    /** Side of the square input, in pixels. */
    int imageSize();

    /** Side of the patches that the tower reads, in pixels; divides {@link #imageSize}. */
    int patchSize();

    /** Patches of an image, {@code P}. */
    default int patches() {
        return (imageSize() / patchSize()) * (imageSize() / patchSize());
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
