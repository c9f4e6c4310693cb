package org.clipspark.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every expected number is worked out by hand from Pillow's formulas. */
class ColourAdjustmentTest {
    /** A row of pixels, three numbers each. */
    private static RgbImage row(int... channels) {
        byte[] pixels = new byte[channels.length];
        for (int i = 0; i < channels.length; i++) {
            pixels[i] = (byte) channels[i];
        }
        return new RgbImage(channels.length / 3, 1, pixels);
    }

    private static int[] numbers(RgbImage image) {
        int[] numbers = new int[image.pixels().length];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = image.pixels()[i] & 0xff;
        }
        return numbers;
    }

    /** 100 * 1.5 = 150, 200 * 1.5 = 300, 7 * 1.5 = 10.5. */
    @Test
    void brightnessMultipliesCutsAndRoundsDown() {
        assertThat(numbers(ColourAdjustment.brightness(row(100, 200, 7), 1.5))).containsExactly(150, 255, 10);
        assertThat(numbers(ColourAdjustment.brightness(row(100, 200, 7), 0.5))).containsExactly(50, 100, 3);
        assertThat(numbers(ColourAdjustment.brightness(row(100, 200, 7), 0))).containsExactly(0, 0, 0);
    }

    /** 255 * 19595 / 65536 = 76.2, 255 * 38470 / 65536 = 149.7, 255 * 7471 / 65536 = 29.1, each to the nearest. */
    @Test
    void greysAreWeightedByItuR601() {
        assertThat(numbers(ColourAdjustment.greyscale(row(255, 0, 0, 0, 255, 0, 0, 0, 255))))
                .containsExactly(76, 76, 76, 150, 150, 150, 29, 29, 29);
        assertThat(numbers(ColourAdjustment.greyscale(row(255, 255, 255)))).containsExactly(255, 255, 255);
    }

    /** The mean of the greys 0 and 200 is 100; that of 0 and 201 is 100.5, to the nearest 101. */
    @Test
    void contrastSpreadsAroundTheMeanGrey() {
        RgbImage image = row(0, 0, 0, 200, 200, 200);

        assertThat(numbers(ColourAdjustment.contrast(image, 0.5))).containsExactly(50, 50, 50, 150, 150, 150);
        assertThat(numbers(ColourAdjustment.contrast(image, 2))).containsExactly(0, 0, 0, 255, 255, 255);
        assertThat(numbers(ColourAdjustment.contrast(row(0, 0, 0, 201, 201, 201), 0)))
                .containsExactly(101, 101, 101, 101, 101, 101);
    }

    /** Red's grey is 76: 76 + 0.5 * (255 - 76) = 165.5 and 76 + 0.5 * (0 - 76) = 38. */
    @Test
    void saturationMovesFromTheGreyOfEachPixel() {
        assertThat(numbers(ColourAdjustment.saturation(row(255, 0, 0), 0.5))).containsExactly(165, 38, 38);
        assertThat(numbers(ColourAdjustment.saturation(row(255, 0, 0), 2))).containsExactly(255, 0, 0);
        assertThat(numbers(ColourAdjustment.saturation(row(9, 9, 9), 2))).containsExactly(9, 9, 9);
    }

    /**
     * Of 255 steps of hue, red is 0 and green 85. Half a turn is 127 steps: 127 * 6 = 2 * 255 + 252; the other way it is
     * 256 - 127 = 129: 129 * 6 = 3 * 255 + 9. The brown (120, 80, 40) has saturation 80 / 120 = 170 / 255 and the hue 0.5 / 6 of
     * a turn, 21 steps; 63 further is 84: 84 * 6 = 255 + 249, and 120 * (1 - 170 / 255 * 249 / 255) = 41.9.
     */
    @ParameterizedTest
    @CsvSource({
        "255, 0, 0, 0.3333333333333333, 0, 255, 0",
        "255, 0, 0, 0.5, 0, 255, 252",
        "255, 0, 0, -0.5, 0, 246, 255",
        "255, 0, 0, 0, 255, 0, 0",
        "120, 80, 40, 0, 120, 80, 40",
        "120, 80, 40, 0.25, 42, 120, 40",
        "77, 77, 77, 0.25, 77, 77, 77"
    })
    void aTurnOfTheHueGoesByEightBitHsv(int red, int green, int blue, double turn, int r, int g, int b) {
        assertThat(numbers(ColourAdjustment.hue(row(red, green, blue), turn))).containsExactly(r, g, b);
    }

    @Test
    void aFullCircleOfHuesKeepsEveryPrimaryColour() {
        int[] primaries = {255, 0, 0, 255, 255, 0, 0, 255, 0, 0, 255, 255, 0, 0, 255, 255, 0, 255};

        // Steps of 255 / 6 = 42.5 are not whole: magenta's 212.5 and its like lose half a step, 3 of 255.
        int[] back = numbers(ColourAdjustment.hue(row(primaries), 0));
        for (int i = 0; i < primaries.length; i++) {
            assertThat(back[i]).as("channel %d", i).isBetween(primaries[i] - 3, primaries[i] + 3);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.51, -0.51, Double.NaN})
    void refusesATurnBeyondHalf(double turn) {
        assertThatThrownBy(() -> ColourAdjustment.hue(row(1, 2, 3), turn))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A turn of the hue must be within -0.5 and 0.5, got " + turn);
    }
}
