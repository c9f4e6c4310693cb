package org.clipspark.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class InterpolationTest {
    /** What Pillow 12.3 (lanczos, bicubic) and OpenCV 5.0 (area) make of {@link #pattern()}. */
    private static final int[][] LANCZOS = {{72, 106, 155, 118}, {105, 132, 119, 150}, {141, 111, 132, 103}};

    private static final int[][] BICUBIC = {{78, 109, 151, 118}, {101, 133, 120, 148}, {141, 109, 132, 107}};
    private static final int[][] AREA = {{83, 111, 151, 106}, {94, 140, 124, 145}, {140, 105, 131, 121}};

    /** Grey, 9x7, without any smoothness: a wrong weight shows. */
    private static RgbImage pattern() {
        byte[] pixels = new byte[9 * 7 * RgbImage.CHANNELS];
        for (int i = 0; i < pixels.length; i++) {
            int x = i / 3 % 9;
            int y = i / 27;
            pixels[i] = (byte) (37 * x + 91 * y * y + 53 * x * y + 11);
        }
        return new RgbImage(9, 7, pixels);
    }

    private static int[][] resized(RgbImage image, int width, int height, Interpolation interpolation) {
        RgbImage small = Resampler.resize(
                image, Region.of(image), width, height, new Region(0, 0, width, height), interpolation);
        int[][] greys = new int[height][width];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                greys[y][x] = small.pixels()[(y * width + x) * RgbImage.CHANNELS] & 0xff;
            }
        }
        return greys;
    }

    @Test
    void lanczosAndBicubicArePillowsToTheBit() {
        assertThat(resized(pattern(), 4, 3, Interpolation.LANCZOS)).isDeepEqualTo(LANCZOS);
        assertThat(resized(pattern(), 4, 3, Interpolation.BICUBIC)).isDeepEqualTo(BICUBIC);
        assertThat(resized(pattern(), 11, 8, Interpolation.LANCZOS)[0])
                .containsExactly(7, 27, 69, 102, 126, 157, 188, 255, 134, 0, 60);
    }

    @Test
    void boxIsPillowsToTheBitAndRepeatsPixelsWhereItEnlarges() {
        assertThat(resized(pattern(), 4, 3, Interpolation.BOX))
                .isDeepEqualTo(new int[][] {{89, 119, 150, 85}, {93, 142, 134, 142}, {135, 103, 114, 131}});
        assertThat(resized(pattern(), 11, 8, Interpolation.BOX)[0])
                .containsExactly(11, 48, 85, 85, 122, 159, 196, 233, 233, 14, 51);
    }

    @Test
    void areaIsOpenCvsToOneLevel() {
        int[][] ours = resized(pattern(), 4, 3, Interpolation.AREA);

        for (int y = 0; y < 3; y++) {
            for (int x = 0; x < 4; x++) {
                assertThat(ours[y][x]).isBetween(AREA[y][x] - 1, AREA[y][x] + 1);
            }
        }
    }

    @Test
    void areaIsTheMeanOfWhatAPixelCovers() {
        byte[] row = {0, 0, 0, 90, 90, 90, (byte) 240, (byte) 240, (byte) 240};

        int[][] halves = resized(new RgbImage(3, 1, row), 2, 1, Interpolation.AREA);

        // One and a half pixels each: (0 + 90 / 2) / 1.5 and (90 / 2 + 240) / 1.5.
        assertThat(halves[0]).containsExactly(30, 190);
    }

    /** In one dimension there is one rounding only, so that the formula in doubles must agree. */
    @Test
    void lanczosIsTheWindowedSincOfTheFormula() {
        byte[] row = new byte[50 * RgbImage.CHANNELS];
        for (int i = 0; i < row.length; i++) {
            row[i] = (byte) (97 * (i / 3) * (i / 3) + 31);
        }
        DoubleUnaryOperator lanczos = x -> x == 0
                ? 1
                : Math.abs(x) >= 3
                        ? 0
                        : 3 * Math.sin(Math.PI * x) * Math.sin(Math.PI * x / 3) / Math.pow(Math.PI * x, 2);

        int[] ours = resized(new RgbImage(50, 1, row), 17, 1, Interpolation.LANCZOS)[0];

        for (int x = 0; x < 17; x++) {
            double scale = 50.0 / 17;
            double sum = 0;
            double weights = 0;
            for (int i = 0; i < 50; i++) {
                double weight = lanczos.applyAsDouble((i + 0.5 - (x + 0.5) * scale) / scale);
                sum += weight * (row[3 * i] & 0xff);
                weights += weight;
            }
            assertThat((double) ours[x]).isBetween(clip(sum / weights) - 0.502, clip(sum / weights) + 0.502);
        }
    }

    private static double clip(double value) {
        return Math.max(0, Math.min(255, value));
    }
}
