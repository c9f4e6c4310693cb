package org.clipspark.image;

/** ITU-R BT.601 luma, in units of 1/256 of a level. */
final class Luminance {
    /** Units of a level of 255. */
    static final int SCALE = 256;

    private Luminance() {}

    /** Luma of three samples, or of three sums of samples. */
    static long of(int red, int green, int blue) {
        return 77L * red + 150L * green + 29L * blue;
    }

    /** Luma of the pixel whose red byte is at the index, 0 to 65,280. */
    static int at(byte[] pixels, int index) {
        return (int) of(pixels[index] & 0xff, pixels[index + 1] & 0xff, pixels[index + 2] & 0xff);
    }
}
