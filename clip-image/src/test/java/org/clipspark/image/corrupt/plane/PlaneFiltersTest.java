package org.clipspark.image.corrupt.plane;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.clipspark.image.RgbImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Expected numbers without a calculation beside them are SciPy 1.17's. */
class PlaneFiltersTest {
    private static final Offset<Float> CLOSE = Offset.offset(1e-5f);

    private static Plane plane(int width, double... samples) {
        Plane plane = new Plane(width, samples.length / width);
        for (int i = 0; i < samples.length; i++) {
            plane.samples()[i] = (float) samples[i];
        }
        return plane;
    }

    @ParameterizedTest
    @CsvSource({
        "NEAREST, '0 0 0 0 1 2 3 3 3 3 3'",
        "REFLECT, '2 3 3 2 1 0 0 1 2 3 3'",
        "MIRROR, '2 3 2 1 0 1 2 3 2 1 0'"
    })
    void bordersRepeatAsNamed(Border border, String expected) {
        int from = border == Border.NEAREST ? -3 : border == Border.REFLECT ? -6 : -4;
        StringBuilder places = new StringBuilder();
        for (int i = from; i < from + 11; i++) {
            places.append(border.index(i, 4)).append(' ');
        }

        assertThat(places.toString().strip()).isEqualTo(expected);
        assertThat(border.index(-5, 1)).isZero();
        assertThat(border.index(Integer.MIN_VALUE, 3)).isBetween(0, 2);
        assertThat(border.index(Integer.MAX_VALUE, 3)).isBetween(0, 2);
    }

    /** gaussian_filter of [0, 0, 1, 0, 5, 2] in a column and in a row. */
    @Test
    void gaussianFilterIsScipys() {
        double[] line = {0, 0, 1, 0, 5, 2};
        float[] near = {0.054660f, 0.264398f, 0.678030f, 1.568942f, 2.649765f, 2.613233f};
        float[] wide = {1.276122f, 1.292503f, 1.318355f, 1.347683f, 1.375439f, 1.389896f};

        assertThat(GaussianFilter.of(1).apply(plane(6, line)).samples()).containsExactly(near, CLOSE);
        assertThat(GaussianFilter.of(1).apply(plane(1, line)).samples()).containsExactly(near, CLOSE);
        assertThat(new GaussianFilter(5, 3, Border.REFLECT)
                        .apply(plane(6, line))
                        .samples())
                .containsExactly(wide, CLOSE);
    }

    @ParameterizedTest
    @EnumSource
    void smoothingKeepsAnEvenPlane(Border border) {
        Plane even = new Plane(5, 3).map(zero -> 0.4);

        assertThat(new GaussianFilter(30, 4, border).apply(even).samples()).containsOnly(new float[] {0.4f}, CLOSE);
    }

    /** Each sample and twice the one to its right: 1 + 2 * 2, 2 + 2 * 3, and at the end 3 + 2 * 3 or 3 + 2 * 2. */
    @Test
    void aKernelAddsWhatLiesBeside() {
        SparseKernel kernel = SparseKernel.centred(new double[][] {{0, 1, 2}});

        assertThat(kernel.apply(plane(3, 1, 2, 3), Border.NEAREST).samples()).containsExactly(5, 8, 9);
        assertThat(kernel.apply(plane(3, 1, 2, 3), Border.MIRROR).samples()).containsExactly(5, 8, 7);
    }

    /** Seven taps, one pass of four and three single ones: the sum of rows 0 to 6 with weights 1 to 7. */
    @Test
    void aKernelOfManyTapsAddsThemAll() {
        SparseKernel kernel = new SparseKernel();
        for (int i = 0; i < 7; i++) {
            kernel.add(0, i, i + 1);
        }

        Plane sums = kernel.apply(plane(1, 1, 1, 1, 1, 1, 1, 10), Border.NEAREST);

        assertThat(sums.samples()[0]).isEqualTo(1 + 2 + 3 + 4 + 5 + 6 + 70);
    }

    /** zoom of [0, 10, 20, 40] by 2: the middle [10, 20] becomes 10, 13.3, 16.7, 20. */
    @Test
    void aZoomKeepsTheEndsOfTheMiddle() {
        Plane zoomed = CentreZoom.of(plane(4, 0, 10, 20, 40), 2);

        assertThat(zoomed.samples()).containsExactly(new float[] {10, 40 / 3f, 50 / 3f, 20}, CLOSE);
        assertThat(CentreZoom.of(plane(4, 0, 10, 20, 40), 1).samples()).containsExactly(0, 10, 20, 40);
        assertThat(CentreZoom.of(plane(1, 7), 4.5).samples()).containsExactly(7);
    }

    /** Of the square 0 1 / 2 3: in its middle 1.5; half a row above its first row the mirror image of half a row below. */
    @Test
    void samplesBetweenPlacesAreMeans() {
        Plane square = plane(2, 0, 1, 2, 3);

        assertThat(Bilinear.sample(square, 0.5, 0.5, Border.MIRROR)).isEqualTo(1.5f);
        assertThat(Bilinear.sample(square, 0.25, 1, Border.MIRROR)).isEqualTo(2.25f);
        assertThat(Bilinear.sample(square, 0, -0.5, Border.MIRROR)).isEqualTo(1);
        assertThat(Bilinear.sample(square, 0, -0.5, Border.REFLECT)).isEqualTo(0);
        assertThat(Bilinear.sample(square, 1e12, -1e12, Border.REFLECT)).isBetween(0f, 3f);
    }

    @Test
    void levelsAreCutDownwardsButNotForARoundingError() {
        assertThat(Channels.level(0.5)).isEqualTo((byte) 127);
        assertThat(Channels.level(100 / 255f - 1e-7)).isEqualTo((byte) 100);
        assertThat(Channels.level(-3)).isEqualTo((byte) 0);
        assertThat(Channels.level(7)).isEqualTo((byte) 255);
        assertThat(Channels.level(Double.NaN)).isEqualTo((byte) 0);
        assertThat(Channels.rounded(0.5)).isEqualTo(128 / 255.0);
    }

    @Test
    void anImageIsTheSameAfterItsChannels() {
        byte[] pixels = new byte[256 * 3];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (i / 3 + i % 3);
        }
        RgbImage image = new RgbImage(256, 1, pixels);

        assertThat(Channels.of(image).toImage().pixels()).isEqualTo(pixels);
    }

    @Test
    void drawsDependOnSeedAndPurposeAlone() {
        assertThat(new Draws(5, "fog").gaussian()).isEqualTo(new Draws(5, "fog").gaussian());
        assertThat(new Draws(5, "fog").gaussian()).isNotEqualTo(new Draws(6, "fog").gaussian());
        assertThat(new Draws(5, "fog").gaussian()).isNotEqualTo(new Draws(5, "snow").gaussian());
    }

    /** Share within one and two deviations of a normal distribution: 68.3 % and 95.4 %. */
    @Test
    void gaussiansAreNormal() {
        float[] samples = new Draws(2, "test").gaussians(300, 300, 10, 2).samples();

        double one = 0;
        double two = 0;
        for (float sample : samples) {
            one += Math.abs(sample - 10) < 2 ? 1.0 / samples.length : 0;
            two += Math.abs(sample - 10) < 4 ? 1.0 / samples.length : 0;
        }
        assertThat(one).isCloseTo(0.683, Offset.offset(0.005));
        assertThat(two).isCloseTo(0.954, Offset.offset(0.003));
    }
}
