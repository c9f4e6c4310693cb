package org.clipspark.model.encoder;

import org.clipspark.model.compute.Arena;
import org.clipspark.model.compute.Tensor;

/** An image encoder that can tell how its input should change. */
public interface ImageGradient {
    /**
     * As {@link ImageEncoder#backward}, and the gradient of the images.
     *
     * @param dEmbeddings {@code [B, E]}
     * @param dImages shape of the images, replaced
     */
    void backward(Arena arena, Tensor dEmbeddings, Tensor dImages);
}
