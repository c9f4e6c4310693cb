package org.clipspark.image.corrupt.digital;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.clipspark.image.RgbImage;
import org.clipspark.image.corrupt.plane.Draws;
import org.junit.jupiter.api.Test;

class DigitalTest {
    /** A row of pixels, three numbers each. */
    private static RgbImage row(int... levels) {
        byte[] pixels = new byte[levels.length];
        for (int i = 0; i < levels.length; i++) {
            pixels[i] = (byte) levels[i];
        }
        return new RgbImage(levels.length / 3, 1, pixels);
    }

    private static int[] levels(RgbImage image) {
        int[] levels = new int[image.pixels().length];
        for (int i = 0; i < levels.length; i++) {
            levels[i] = image.pixels()[i] & 0xff;
        }
        return levels;
    }

    /** The value rises by 0.2 * 255 = 51, at most to 255, and the others in proportion: 50 * 151 / 100 = 75.5. */
    @Test
    void brightnessRaisesTheValue() {
        assertThat(levels(ColourShift.brighter(row(100, 50, 0, 0, 0, 0, 240, 120, 240), 0.2)))
                .containsExactly(151, 75, 0, 51, 51, 51, 255, 127, 255);
    }

    /** A saturation of 0.5 becomes 0.15: 200 * (1 - 0.15) = 170; half way between, at half of the saturation, 185. */
    @Test
    void saturationMovesFromTheValue() {
        assertThat(levels(ColourShift.saturated(row(200, 100, 150), 0.3, 0))).containsExactly(200, 170, 185);
        assertThat(levels(ColourShift.saturated(row(200, 100, 150), 20, 0.2))).containsExactly(200, 0, 100);
        assertThat(levels(ColourShift.saturated(row(200, 200, 200, 0, 0, 0), 5, 0.1)))
                .containsExactly(200, 180, 180, 0, 0, 0);
    }

    /** Means are 100, 50 and 10: of a distance of 100 from it 40 are left, of 50 20. */
    @Test
    void contrastMovesEachChannelToItsMean() {
        assertThat(levels(ColourShift.contrast(row(0, 0, 10, 200, 100, 10), 0.4)))
                .containsExactly(60, 30, 10, 140, 70, 10);
    }

    /** Of four pixels the two halves' means: (0 + 100) / 2 and (50 + 250) / 2. */
    @Test
    void pixelationRepeatsMeans() {
        RgbImage image = row(0, 0, 0, 100, 100, 100, 50, 50, 50, 250, 250, 250);

        assertThat(levels(Pixelation.of(image, 0.5)))
                .containsExactly(50, 50, 50, 50, 50, 50, 150, 150, 150, 150, 150, 150);
        assertThat(Pixelation.of(row(7, 8, 9), 0.25).pixels()).containsExactly(7, 8, 9);
    }

    @Test
    void jpegOfLowQualityLosesDetails() {
        RgbImage image = row(0, 0, 0, 100, 100, 100, 50, 50, 50, 250, 250, 250);

        assertThat(JpegCompression.of(image, 7).pixels()).isNotEqualTo(image.pixels());
        assertThat(JpegCompression.of(row(90, 90, 90), 100).pixels()).containsExactly(90, 90, 90);
    }

    /** Moved by (2, 3), and turned by a quarter: (x, y) to (-y, x). */
    @Test
    void threePointsDetermineAnAffineMap() {
        double[] corners = {0, 0, 1, 0, 0, 1};
        Affine moved = Affine.between(corners, new double[] {2, 3, 3, 3, 2, 4}).orElseThrow();
        Affine turned =
                Affine.between(corners, new double[] {0, 0, 0, 1, -1, 0}).orElseThrow();

        assertThat(moved.x(10, 20)).isCloseTo(12, Offset.offset(1e-12));
        assertThat(moved.y(10, 20)).isCloseTo(23, Offset.offset(1e-12));
        assertThat(turned.x(10, 20)).isCloseTo(-20, Offset.offset(1e-12));
        assertThat(turned.y(10, 20)).isCloseTo(10, Offset.offset(1e-12));
        assertThat(Affine.between(new double[] {0, 0, 1, 1, 2, 2}, corners)).isEmpty();
    }

    @Test
    void withoutShiftAndStrengthAnElasticSheetIsAtRest() {
        byte[] pixels = new byte[3 * 40 * 30];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (i * 37);
        }
        RgbImage image = new RgbImage(40, 30, pixels);

        assertThat(new ElasticTransform(0, 2, 0).of(image, new Draws(1, "test")).pixels())
                .isEqualTo(pixels);
        assertThat(new ElasticTransform(12, 2, 4)
                        .of(image, new Draws(1, "test"))
                        .pixels())
                .isNotEqualTo(pixels);
    }
}
