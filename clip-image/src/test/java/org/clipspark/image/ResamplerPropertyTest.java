package org.clipspark.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class ResamplerPropertyTest {
    @Property(tries = 200)
    void agreesWithTheKernelInFloatingPoint(
            @ForAll @IntRange(min = 1, max = 60) int in, @ForAll @IntRange(min = 1, max = 60) int out) {
        RgbImage row = Pictures.photo(in, 1);

        RgbImage resized = Resampler.bicubic(row, out, 1);

        for (int x = 0; x < out; x++) {
            assertThat((double) (resized.pixels()[3 * x] & 0xff))
                    .isBetween(exact(row, out, x) - 0.51, exact(row, out, x) + 0.51);
        }
    }

    /** Red of output {@code x} by the definition: a kernel stretched by the scale, normalised over what exists. */
    private static double exact(RgbImage row, int out, int x) {
        double scale = (double) row.width() / out;
        double stretch = Math.max(1, scale);
        double sum = 0;
        double total = 0;
        for (int i = 0; i < row.width(); i++) {
            double at = Math.abs((i + 0.5 - (x + 0.5) * scale) / stretch);
            double near = 1.5 * at * at * at - 2.5 * at * at + 1;
            double far = -0.5 * at * at * at + 2.5 * at * at - 4 * at + 2;
            double weight = at < 1 ? near : at < 2 ? far : 0;
            sum += weight * (row.pixels()[3 * i] & 0xff);
            total += weight;
        }
        return Math.max(0, Math.min(255, sum / total));
    }

    @Property(tries = 100)
    void aRegionIsResizedAsIfCutOutBefore(
            @ForAll @IntRange(min = 0, max = 9) int left,
            @ForAll @IntRange(min = 0, max = 9) int top,
            @ForAll @IntRange(min = 1, max = 40) int width,
            @ForAll @IntRange(min = 1, max = 40) int height) {
        RgbImage image = Pictures.photo(49, 49);
        Region region = new Region(left, top, width, height);

        RgbImage cut = Resampler.bicubic(Resampler.crop(image, left, top, width, height), 17, 13);

        assertThat(Resampler.bicubic(image, region, 17, 13).pixels()).isEqualTo(cut.pixels());
    }

    @Property(tries = 200)
    void rowsDoNotInfluenceEachOther(
            @ForAll @IntRange(min = 1, max = 60) int in,
            @ForAll @IntRange(min = 1, max = 60) int out,
            @ForAll @IntRange(min = 1, max = 7) int height,
            @ForAll long seed) {
        Random random = new Random(seed);
        byte[] pixels = new byte[3 * in * height];
        for (int i = 0; i < pixels.length; i++) {
            // Black beside white makes the sums largest and smallest.
            pixels[i] = (byte) (random.nextBoolean() ? 255 : 0);
        }
        RgbImage image = new RgbImage(in, height, pixels);

        RgbImage resized = Resampler.bicubic(image, out, height);

        for (int y = 0; y < height; y++) {
            RgbImage row = Resampler.bicubic(Resampler.crop(image, 0, y, in, 1), out, 1);
            assertThat(Resampler.crop(resized, 0, y, out, 1).pixels()).isEqualTo(row.pixels());
        }
    }

    @Property(tries = 100)
    void theCentralSquareIsTheMiddleOfTheWholeResize(
            @ForAll @IntRange(min = 1, max = 90) int width,
            @ForAll @IntRange(min = 1, max = 90) int height,
            @ForAll @IntRange(min = 1, max = 40) int size) {
        RgbImage image = Pictures.photo(width, height);
        RgbImage whole = Resampler.shortestSide(image, size);
        int left = (int) Math.rint((whole.width() - size) / 2.0);
        int top = (int) Math.rint((whole.height() - size) / 2.0);

        assertThat(Resampler.centreSquare(image, size).pixels())
                .isEqualTo(Resampler.crop(whole, left, top, size, size).pixels());
        assertThat(Resampler.centre(image, size, size).pixels())
                .isEqualTo(Resampler.centreSquare(image, size).pixels());
    }
}
