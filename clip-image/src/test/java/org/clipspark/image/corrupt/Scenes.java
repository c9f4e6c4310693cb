package org.clipspark.image.corrupt;

import java.util.List;
import java.util.SplittableRandom;
import org.clipspark.image.RgbImage;

/** Pictures with what photographs have: smooth light, edges, fine texture, saturated and pale colours. */
final class Scenes {
    private Scenes() {}

    private interface Colour {
        /** Channel 0 to 2 at a place, in levels. */
        double at(int x, int y, int channel);
    }

    static List<RgbImage> all() {
        return List.of(field(160, 160), street(160, 160), ball(160, 160), leaves(160, 160));
    }

    /** Sky over grass, a hill line between them. */
    static RgbImage field(int width, int height) {
        SplittableRandom random = new SplittableRandom(11);
        return painted(width, height, (x, y, channel) -> {
            double hill = height * (0.5 + 0.08 * StrictMath.sin(9.0 * x / width));
            double sky = new double[] {120, 170, 225}[channel] - 60.0 * y / height;
            double grass = new double[] {70, 115, 40}[channel] + 50.0 * y / height - random.nextInt(40);
            return y < hill ? sky + random.nextInt(6) : grass;
        });
    }

    /** Walls with windows, their light falling off to the right. */
    static RgbImage street(int width, int height) {
        return painted(width, height, (x, y, channel) -> {
            boolean isWindow = x % 28 > 12 && y % 34 > 14;
            double wall = new double[] {180, 140, 110}[channel];
            double light = 1.1 - 0.7 * x / width;
            return isWindow ? 40 + 20 * channel + 30.0 * y / height : wall * light + (x * 7 + y * 13) % 9;
        });
    }

    /** A shaded red ball on a pale ground. */
    static RgbImage ball(int width, int height) {
        return painted(width, height, (x, y, channel) -> {
            double u = 2.6 * x / width - 1.3;
            double v = 2.6 * y / height - 1.3;
            double rest = 1 - u * u - v * v;
            double shade = rest > 0 ? 0.25 + 0.75 * Math.max(0, 0.8 * StrictMath.sqrt(rest) - 0.4 * u - 0.4 * v) : 1;
            double[] red = {200, 45, 30};
            return rest > 0 ? red[channel] * shade : 205 - 12 * channel - 25.0 * y / height;
        });
    }

    /** Overlapping stripes of two greens, many edges. */
    static RgbImage leaves(int width, int height) {
        SplittableRandom random = new SplittableRandom(5);
        return painted(width, height, (x, y, channel) -> {
            double wave = StrictMath.sin(0.21 * x + 0.09 * y)
                    + StrictMath.sin(0.13 * y - 0.05 * x)
                    + StrictMath.sin(0.4 * (x - y));
            double[] green = {60, 110, 45};
            return green[channel] + 35 * wave + random.nextInt(14);
        });
    }

    static RgbImage grey(int width, int height, int level) {
        return painted(width, height, (x, y, channel) -> level);
    }

    private static RgbImage painted(int width, int height, Colour colour) {
        byte[] pixels = new byte[RgbImage.CHANNELS * width * height];
        for (int i = 0; i < pixels.length; i++) {
            int place = i / RgbImage.CHANNELS;
            double level = colour.at(place % width, place / width, i % RgbImage.CHANNELS);
            pixels[i] = (byte) (int) Math.max(0, Math.min(255, level));
        }
        return new RgbImage(width, height, pixels);
    }

    /** Mean absolute difference of the samples, in levels. */
    static double distance(RgbImage one, RgbImage other) {
        double sum = 0;
        for (int i = 0; i < one.pixels().length; i++) {
            sum += Math.abs((one.pixels()[i] & 0xff) - (other.pixels()[i] & 0xff));
        }
        return sum / one.pixels().length;
    }
}
