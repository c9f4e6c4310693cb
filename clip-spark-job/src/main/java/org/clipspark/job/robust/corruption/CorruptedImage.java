package org.clipspark.job.robust.corruption;

import org.clipspark.image.Resampler;
import org.clipspark.image.RgbImage;
import org.clipspark.job.embed.ImageChange;
import org.clipspark.model.input.ImageSize;

/**
 * Corrupts an image where ImageNet-C's authors did: after it was resized and cut to what the model reads. The model's
 * transform then finds an image of its size and resamples nothing.
 *
 * @param corruption what is done
 * @param severity 1 to 5
 * @param height of the model's images, pixels
 * @param width of the model's images, pixels
 */
public record CorruptedImage(ImageCorruption corruption, int severity, int height, int width) implements ImageChange {
    /** For a model that reads images of that size. */
    public CorruptedImage(ImageCorruption corruption, int severity, ImageSize size) {
        this(corruption, severity, size.height(), size.width());
    }

    @Override
    public String name() {
        return corruption.name() + " severity " + severity + " at " + width + "x" + height;
    }

    @Override
    public RgbImage apply(RgbImage image, long seed) {
        return corruption.apply(Resampler.centre(image, width, height), severity, seed);
    }
}
