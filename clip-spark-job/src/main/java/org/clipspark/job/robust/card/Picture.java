package org.clipspark.job.robust.card;

import java.util.Base64;
import org.clipspark.image.ImageResizer;
import org.clipspark.image.Interpolation;
import org.clipspark.image.ResizeMode;
import org.clipspark.image.RgbEncoder;
import org.clipspark.image.RgbImage;

/** Small pictures for the page of a card. */
public final class Picture {
    /** How the address of every picture begins. */
    public static final String ADDRESS = "data:image/jpeg;base64,";

    private static final int SIZE_PIXELS = 96;
    private static final int JPEG_QUALITY = 90;

    private Picture() {}

    /** The picture as an address that needs no file; shrunk where it is larger than on the page. */
    public static String address(RgbImage image) {
        ImageResizer resizer = ImageResizer.of(ResizeMode.KEEP_RATIO_LARGEST, SIZE_PIXELS, Interpolation.AREA)
                .onlyIfBigger();
        byte[] jpeg = RgbEncoder.named("jpg", JPEG_QUALITY).encode(resizer.resize(image));
        return ADDRESS + Base64.getEncoder().encodeToString(jpeg);
    }
}
