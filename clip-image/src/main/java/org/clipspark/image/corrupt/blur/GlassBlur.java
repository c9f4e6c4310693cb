package org.clipspark.image.corrupt.blur;

import org.clipspark.image.RgbImage;
import org.clipspark.image.corrupt.plane.Draws;

/**
 * Frosted glass: pixels take the place of near ones, between two slight blurs. The published code means to exchange two
 * pixels; as it exchanges views of one array, one of them is overwritten and the other stays. So it is here.
 */
public final class GlassBlur {
    private GlassBlur() {}

    /**
     * Blurs.
     *
     * @param sigma standard deviation of the two blurs in pixels
     * @param reach pixels by which one may be moved, at least 1; as many at each edge stay
     * @param passes number of times that every pixel is replaced
     */
    public static RgbImage of(RgbImage image, double sigma, int reach, int passes, Draws draws) {
        RgbImage smooth = GaussianBlur.of(image, sigma);
        byte[] pixels = smooth.pixels().clone();
        for (int pass = 0; pass < passes; pass++) {
            for (int y = image.height() - reach; y > reach; y--) {
                for (int x = image.width() - reach; x > reach; x--) {
                    int fromX = x + draws.integer(-reach, reach);
                    int fromY = y + draws.integer(-reach, reach);
                    int from = (fromY * image.width() + fromX) * RgbImage.CHANNELS;
                    System.arraycopy(
                            pixels, from, pixels, (y * image.width() + x) * RgbImage.CHANNELS, RgbImage.CHANNELS);
                }
            }
        }
        return GaussianBlur.of(new RgbImage(image.width(), image.height(), pixels), sigma);
    }
}
