package org.clipspark.image.corrupt.blur;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.assertj.core.data.Offset;
import org.clipspark.image.RgbImage;
import org.clipspark.image.corrupt.plane.Draws;
import org.clipspark.image.corrupt.plane.Plane;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BlursTest {
    private static RgbImage grey(int width, int height, int level) {
        byte[] pixels = new byte[3 * width * height];
        Arrays.fill(pixels, (byte) level);
        return new RgbImage(width, height, pixels);
    }

    private static Plane point(int size, int x, int y) {
        Plane plane = new Plane(size, size);
        plane.samples()[y * size + x] = 1;
        return plane;
    }

    @ParameterizedTest
    @CsvSource({"3, 0.1, 29", "4, 0.5, 49", "8, 0.5, 197", "10, 0.5, 317"})
    void aDiskHasTheSumOneAndAFlatMiddle(int radius, double rim, int area) {
        double[][] disk = DefocusBlur.disk(radius, rim);

        assertThat(disk).hasDimensions(2 * Math.max(8, radius) + 1, 2 * Math.max(8, radius) + 1);
        assertThat(Arrays.stream(disk).flatMapToDouble(Arrays::stream).sum()).isCloseTo(1, Offset.offset(0.02));
        assertThat(disk[disk.length / 2][disk.length / 2]).isCloseTo(1.0 / area, Offset.offset(1e-12));
        assertThat(disk[0][0]).isZero();
    }

    @Test
    void anEvenImageStaysEvenUnderEveryBlur() {
        RgbImage even = grey(30, 20, 131);
        Draws draws = new Draws(1, "test");

        assertThat(GaussianBlur.of(even, 3).pixels()).isEqualTo(even.pixels());
        assertThat(DefocusBlur.of(even, 6, 0.5).pixels()).isEqualTo(even.pixels());
        assertThat(ZoomBlur.of(even, 13, 0.02).pixels()).isEqualTo(even.pixels());
        assertThat(GlassBlur.of(even, 0.9, 2, 3, draws).pixels()).isEqualTo(even.pixels());
        assertThat(new MotionBlur(15, 8, 33).of(even).pixels()).isEqualTo(even.pixels());
    }

    /**
     * A line to the right of radius 1 and deviation 1: weights 1, e^-0.5 = 0.607 and e^-2 = 0.135 over their sum 1.742 of
     * the sample itself and the two to its right.
     */
    @Test
    void motionDrawsAPointToALine() {
        float[] blurred = new MotionBlur(1, 1, 0).of(point(7, 4, 3)).samples();

        assertThat(Arrays.copyOfRange(blurred, 21, 28))
                .containsExactly(new float[] {0, 0, 20 / 255f, 89 / 255f, 146 / 255f, 0, 0}, Offset.offset(1e-6f));
        assertThat(Arrays.copyOf(blurred, 21)).containsOnly(0);
    }

    @Test
    void motionGoesInItsDirection() {
        float[] down = new MotionBlur(1, 1, 90).of(point(7, 3, 4)).samples();
        float[] slanted = new MotionBlur(1, 1, 45).of(point(7, 4, 4)).samples();

        assertThat(down[3 * 7 + 3]).isEqualTo(89 / 255f);
        assertThat(down[2 * 7 + 3]).isEqualTo(20 / 255f);
        assertThat(slanted[3 * 7 + 3]).isEqualTo(109 / 255f);
    }

    @Test
    void glassMovesPixelsNoFartherThanItsReach() {
        byte[] pixels = grey(60, 60, 0).pixels();
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (i / 3 % 60 < 30 ? 0 : 255);
        }

        byte[] glass = GlassBlur.of(new RgbImage(60, 60, pixels), 0.7, 1, 2, new Draws(4, "test"))
                .pixels();

        // Two passes by a pixel each, at most four as a pass may move one again, and two blurs of three pixels.
        int changedFarAway = 0;
        boolean isTorn = false;
        for (int i = 0; i < glass.length; i++) {
            int x = i / 3 % 60;
            if (x < 18 || x > 42) {
                changedFarAway += glass[i] == pixels[i] ? 0 : 1;
            }
            isTorn |= x == 30 && glass[i] != glass[30 * 3];
        }
        assertThat(changedFarAway).isZero();
        assertThat(isTorn).isTrue();
    }

    /** Bright columns in the middle and near the edge of a dark image. */
    @Test
    void zoomKeepsTheMiddleAndSmearsTheRim() {
        byte[] pixels = new byte[3 * 41 * 41];
        for (int i = 0; i < pixels.length; i++) {
            int x = i / 3 % 41;
            pixels[i] = (byte) (x == 20 || x == 36 ? 200 : 0);
        }

        byte[] blurred = ZoomBlur.of(new RgbImage(41, 41, pixels), 11, 0.03).pixels();

        int middle = blurred[(20 * 41 + 20) * 3] & 0xff;
        int rim = blurred[(20 * 41 + 36) * 3] & 0xff;
        assertThat(middle).isGreaterThan(2 * rim);
    }
}
