package org.clipspark.job.embed;

import org.clipspark.image.RgbImage;

/** Leaves images as they are. */
record UnchangedImage() implements ImageChange {
    @Override
    public String name() {
        return "none";
    }

    @Override
    public RgbImage apply(RgbImage image, long seed) {
        return image;
    }
}
