package org.clipspark.image;

/** ITU-R BT.601 luma, in units of 1/256 of a level. */
final class Luminance {
    /** Units of a level of 255. */
    static final int SCALE = 256;

    private Luminance() {}

    /** Luma of the pixel whose red byte is at the index, 0 to 65,280. */
    static int at(byte[] pixels, int index) {
        return 77 * (pixels[index] & 0xff) + 150 * (pixels[index + 1] & 0xff) + 29 * (pixels[index + 2] & 0xff);
    }

    /** Fills in row {@code y} of a region: one value for each of its columns. */
    static void row(RgbImage image, Region region, int y, int[] luminance) {
        byte[] pixels = image.pixels();
        int first = ((region.top() + y) * image.width() + region.left()) * RgbImage.CHANNELS;
        for (int x = 0; x < region.width(); x++) {
            luminance[x] = at(pixels, first + RgbImage.CHANNELS * x);
        }
    }
}
