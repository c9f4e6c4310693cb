package org.clipspark.job.embed;

import org.clipspark.image.RgbImage;

/** Turns light into dark. */
record Negative() implements ImageChange {
    @Override
    public String name() {
        return "negative";
    }

    @Override
    public RgbImage apply(RgbImage image, long seed) {
        byte[] pixels = image.pixels().clone();
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) ~pixels[i];
        }
        return new RgbImage(image.width(), image.height(), pixels);
    }
}
