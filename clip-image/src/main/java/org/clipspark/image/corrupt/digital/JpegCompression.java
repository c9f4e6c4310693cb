package org.clipspark.image.corrupt.digital;

import org.clipspark.image.ImageBounds;
import org.clipspark.image.ImageDecoder;
import org.clipspark.image.ImageOutcome;
import org.clipspark.image.RgbEncoder;
import org.clipspark.image.RgbImage;

/** What is left of an image after JPEG, by libjpeg-turbo with its usual colour subsampling. */
public final class JpegCompression {
    private JpegCompression() {}

    /**
     * Encodes and decodes.
     *
     * @param quality 1 to 100
     * @throws IllegalStateException if a side is over the 65,500 pixels that JPEG holds
     */
    public static RgbImage of(RgbImage image, int quality) {
        byte[] encoded = RgbEncoder.named("jpg", quality).encode(image);
        ImageBounds bounds = new ImageBounds((long) image.width() * image.height(), encoded.length);
        if (new ImageDecoder(bounds).decode(encoded) instanceof ImageOutcome.Decoded decoded) {
            return decoded.image();
        }
        throw new IllegalStateException("The JPEG made of " + image + " does not decode");
    }
}
