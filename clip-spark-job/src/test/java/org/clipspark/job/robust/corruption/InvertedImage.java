package org.clipspark.job.robust.corruption;

import org.clipspark.image.RgbImage;

/** A user's corruption: the severity-th part of the rows becomes its negative. */
public final class InvertedImage implements ImageCorruption {
    private static final long serialVersionUID = 1;

    @Override
    public String name() {
        return "inverted";
    }

    @Override
    public RgbImage apply(RgbImage image, int severity, long seed) {
        byte[] pixels = image.pixels().clone();
        for (int i = 0; i < pixels.length * severity / 5; i++) {
            pixels[i] = (byte) (255 - pixels[i]);
        }
        return new RgbImage(image.width(), image.height(), pixels);
    }
}
