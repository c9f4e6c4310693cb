package org.clipspark.image.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.clipspark.image.RgbImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegionBlurTest {
    /** Whether a sample is that of a pixel with {@code left <= x < right} and {@code top <= y < bottom}. */
    private static boolean isIn(int sample, int width, int left, int top, int right, int bottom) {
        int x = sample / RgbImage.CHANNELS % width;
        int y = sample / RgbImage.CHANNELS / width;
        return x >= left && x < right && y >= top && y < bottom;
    }

    private static RgbImage noise(int width, int height) {
        byte[] pixels = new byte[RgbImage.CHANNELS * width * height];
        new Random(5).nextBytes(pixels);
        return new RgbImage(width, height, pixels);
    }

    @Test
    void changesWhatIsInTheBoxAndNothingElse() {
        RgbImage image = noise(100, 80);

        RgbImage blurred = RegionBlur.of(image, List.of(new RelativeBox(0.2, 0.25, 0.5, 0.75)));

        double sum = 0;
        double square = 0;
        int inside = 0;
        for (int i = 0; i < image.pixels().length; i++) {
            if (isIn(i, 100, 20, 20, 50, 60)) {
                double level = blurred.pixels()[i] & 0xff;
                sum += level;
                square += level * level;
                inside++;
            } else {
                assertThat(blurred.pixels()[i]).isEqualTo(image.pixels()[i]);
            }
        }
        assertThat(sum / inside).isCloseTo(127.5, within(4.0));
        // Of noise with a standard deviation of 74 levels.
        assertThat(Math.sqrt(square / inside - sum / inside * sum / inside)).isLessThan(8);
        assertThat(image.pixels()).isEqualTo(noise(100, 80).pixels());
    }

    @Test
    void spreadsAPointAsAGaussianOfATenthOfTheDiagonal() {
        byte[] pixels = new byte[RgbImage.CHANNELS * 201 * 201];
        for (int x = 80; x <= 120; x++) {
            for (int y = 80; y <= 120; y++) {
                pixels[RgbImage.CHANNELS * (201 * y + x)] = (byte) 255;
            }
        }
        RgbImage blurred = RegionBlur.of(new RgbImage(201, 201, pixels), List.of(new RelativeBox(0, 0, 1, 1)));

        double sum = 0;
        double moment = 0;
        for (int x = 0; x < 201; x++) {
            double level = blurred.pixels()[RgbImage.CHANNELS * (201 * 100 + x)] & 0xff;
            sum += level;
            moment += level * (x - 100) * (x - 100);
        }
        // The variance of a square of 41 pixels is added to that of the blur.
        double sigma = Math.sqrt(moment / sum - (41 * 41 - 1) / 12.0);
        assertThat(sigma).isCloseTo(0.1 * Math.hypot(201, 201), within(1.5));
        assertThat(blurred.pixels()[1]).isZero();
    }

    @Test
    void anEvenAreaStaysAsItIs() {
        byte[] pixels = new byte[RgbImage.CHANNELS * 9 * 7];
        Arrays.fill(pixels, (byte) 201);

        assertThat(RegionBlur.of(new RgbImage(9, 7, pixels), List.of(new RelativeBox(-0.5, 0, 0.6, 1.5)))
                        .pixels())
                .isEqualTo(pixels);
    }

    @Test
    void boxesBesideTheImageAndNoneGiveTheImageBack() {
        RgbImage image = noise(5, 4);

        assertThat(RegionBlur.of(image, List.of())).isSameAs(image);
        assertThat(RegionBlur.of(image, List.of(new RelativeBox(1, 0, 2, 1), new RelativeBox(-1, 0, -0.1, 1))))
                .isSameAs(image);
        assertThat(new RelativeBox(1, 0, 2, 1).area()).isZero();
        assertThat(new RelativeBox(-1, 0.5, 0.5, 2).area()).isEqualTo(0.25);
    }

    /** A box of a fraction of a pixel covers that pixel. */
    @ParameterizedTest
    @CsvSource({"1,1", "1,9", "9,1", "2,2", "640,480"})
    void anySizeHasItsBlurredPixels(int width, int height) {
        RgbImage image = noise(width, height);

        RgbImage blurred = RegionBlur.of(image, List.of(new RelativeBox(0.999, 0.999, 0.9995, 0.9995)));

        assertThat(blurred).isNotSameAs(image);
        assertThat(blurred.pixels()).hasSameSizeAs(image.pixels());
    }

    @ParameterizedTest
    @CsvSource({"0.5,0,0.5,1", "0,0.6,1,0.5", "NaN,0,1,1", "0,0,Infinity,1", "10,20,110,220", "-1.1,0,1,1"})
    void refusesWhatIsNoBox(double left, double top, double right, double bottom) {
        assertThatThrownBy(() -> new RelativeBox(left, top, right, bottom))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("A box is left, top, right, bottom in shares of width and height, got [");
    }
}
