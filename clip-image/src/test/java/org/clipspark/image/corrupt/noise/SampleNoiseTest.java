package org.clipspark.image.corrupt.noise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.assertj.core.data.Offset;
import org.clipspark.image.RgbImage;
import org.clipspark.image.corrupt.plane.Draws;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SampleNoiseTest {
    private static RgbImage grey(int level) {
        byte[] pixels = new byte[3 * 200 * 200];
        Arrays.fill(pixels, (byte) level);
        return new RgbImage(200, 200, pixels);
    }

    private static Draws draws() {
        return new Draws(1, "noise");
    }

    private static double mean(RgbImage image) {
        double sum = 0;
        for (byte sample : image.pixels()) {
            sum += sample & 0xff;
        }
        return sum / image.pixels().length;
    }

    private static double deviation(RgbImage image) {
        double mean = mean(image);
        double sum = 0;
        for (byte sample : image.pixels()) {
            sum += ((sample & 0xff) - mean) * ((sample & 0xff) - mean);
        }
        return Math.sqrt(sum / image.pixels().length);
    }

    /** 0.08 * 255 = 20.4 and 0.12 * 255 = 30.6; levels are cut downwards, by half a level in the mean. */
    @Test
    void gaussianNoiseHasItsDeviationOnMidGrey() {
        assertThat(deviation(SampleNoise.gaussian(grey(128), 0.08, draws()))).isCloseTo(20.4, Offset.offset(0.2));
        assertThat(deviation(SampleNoise.gaussian(grey(128), 0.12, draws()))).isCloseTo(30.6, Offset.offset(0.3));
        assertThat(mean(SampleNoise.gaussian(grey(128), 0.08, draws()))).isCloseTo(127.5, Offset.offset(0.3));
    }

    /** Twice as bright, twice as much: 0.15 * 60 = 9, 0.15 * 120 = 18; black stays black. */
    @Test
    void speckleNoiseGrowsWithTheSample() {
        assertThat(deviation(SampleNoise.speckle(grey(60), 0.15, draws()))).isCloseTo(9, Offset.offset(0.1));
        assertThat(deviation(SampleNoise.speckle(grey(120), 0.15, draws()))).isCloseTo(18, Offset.offset(0.2));
        assertThat(mean(SampleNoise.speckle(grey(0), 0.15, draws()))).isZero();
    }

    /** A level of 102 is 0.4 of white: 0.4 * 60 = 24 photons in the mean, with a deviation of sqrt(24) of them. */
    @Test
    void shotNoiseHasAVarianceAsLargeAsItsMean() {
        RgbImage noisy = SampleNoise.shot(grey(102), 60, draws());

        assertThat(mean(noisy)).isCloseTo(102, Offset.offset(0.6));
        assertThat(deviation(noisy)).isCloseTo(Math.sqrt(24) / 60 * 255, Offset.offset(0.2));
        assertThat(mean(SampleNoise.shot(grey(0), 3, draws()))).isZero();
    }

    @Test
    void impulseNoiseMakesThatShareBlackOrWhite() {
        byte[] pixels = SampleNoise.impulse(grey(77), 0.09, draws()).pixels();

        double black = 0;
        double white = 0;
        double untouched = 0;
        for (byte sample : pixels) {
            untouched += sample == 77 ? 1.0 / pixels.length : 0;
            black += sample == 0 ? 1.0 / pixels.length : 0;
            white += sample == -1 ? 1.0 / pixels.length : 0;
        }
        assertThat(black).isCloseTo(0.045, Offset.offset(0.003));
        assertThat(white).isCloseTo(0.045, Offset.offset(0.003));
        assertThat(black + white + untouched).isCloseTo(1, Offset.offset(1e-9));
    }

    /** The distribution function at 0, 1 and 2 for a mean of 2: e^-2 times 1, 3 and 5. */
    @Test
    void countsFollowTheDistributionFunction() {
        PoissonCounts counts = new PoissonCounts(2);

        assertThat(counts.at(0)).isZero();
        assertThat(counts.at(0.135)).isZero();
        assertThat(counts.at(0.136)).isEqualTo(1);
        assertThat(counts.at(0.406)).isEqualTo(1);
        assertThat(counts.at(0.407)).isEqualTo(2);
        assertThat(counts.at(0.676)).isEqualTo(2);
        assertThat(counts.at(0.677)).isEqualTo(3);
        assertThat(new PoissonCounts(0).at(0.999999)).isZero();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.1, 3, 60, 600})
    void countsHaveTheMeanAndTheVariance(double mean) {
        PoissonCounts counts = new PoissonCounts(mean);
        double sum = 0;
        double squares = 0;
        int steps = 1 << 17;
        for (int i = 0; i < steps; i++) {
            int count = counts.at((i + 0.5) / steps);
            sum += count;
            squares += (double) count * count;
        }

        assertThat(sum / steps).isCloseTo(mean, Offset.offset(mean / 1000));
        assertThat(squares / steps - sum / steps * (sum / steps)).isCloseTo(mean, Offset.offset(mean / 200));
    }
}
