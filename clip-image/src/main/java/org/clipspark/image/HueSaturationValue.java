package org.clipspark.image;

/**
 * A colour by hue, saturation and value in 8 bits each, with Pillow's roundings.
 *
 * @param hue 0 to 255 for one turn: red, yellow, green, cyan, blue, magenta
 * @param saturation 0 for greys to 255
 * @param value the largest of red, green and blue
 */
record HueSaturationValue(int hue, int saturation, int value) {
    private static final int MOST = 255;

    /** The colour of these parts, 0 to 255 each; greys have the hue 0. */
    static HueSaturationValue ofRgb(int red, int green, int blue) {
        int most = Math.max(red, Math.max(green, blue));
        int least = Math.min(red, Math.min(green, blue));
        if (most == least) {
            return new HueSaturationValue(0, 0, most);
        }
        float range = most - least;
        float fromRed = (most - red) / range;
        float fromGreen = (most - green) / range;
        float fromBlue = (most - blue) / range;
        float sixths;
        if (red == most) {
            sixths = fromBlue - fromGreen;
        } else if (green == most) {
            sixths = (float) (2.0 + fromRed - fromBlue);
        } else {
            sixths = (float) (4.0 + fromGreen - fromRed);
        }
        float turn = (float) ((sixths / 6.0 + 1.0) % 1.0);
        return new HueSaturationValue((int) (turn * 255.0), (int) (range / most * 255.0), most);
    }

    /** The colour with the hue turned by so many of 256 steps, either way. */
    HueSaturationValue turned(int steps) {
        return new HueSaturationValue((hue + steps) & 0xff, saturation, value);
    }

    /** Red, green and blue, {@code 0xRRGGBB}. */
    int toRgb() {
        if (saturation == 0) {
            return packed(value, value, value);
        }
        double sixths = hue * 6.0 / MOST;
        int sector = (int) sixths;
        float within = (float) (sixths - sector);
        float strength = (float) (saturation / (double) MOST);
        int least = rounded(value * (1.0 - strength));
        int falling = rounded(value * (1.0 - strength * within));
        int rising = rounded(value * (1.0 - strength * (1.0 - within)));
        return switch (sector % 6) {
            case 0 -> packed(value, rising, least);
            case 1 -> packed(falling, value, least);
            case 2 -> packed(least, value, rising);
            case 3 -> packed(least, falling, value);
            case 4 -> packed(rising, least, value);
            default -> packed(value, least, falling);
        };
    }

    private static int packed(int red, int green, int blue) {
        return red << 16 | green << 8 | blue;
    }

    private static int rounded(double value) {
        return (int) Math.max(0, Math.min(MOST, Math.floor(value + 0.5)));
    }
}
