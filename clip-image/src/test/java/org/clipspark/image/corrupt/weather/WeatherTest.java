package org.clipspark.image.corrupt.weather;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.clipspark.image.RgbImage;
import org.clipspark.image.corrupt.plane.Draws;
import org.clipspark.image.corrupt.plane.Plane;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WeatherTest {
    private static Draws draws(long seed) {
        return new Draws(seed, "test");
    }

    private static RgbImage grey(int size, int level) {
        byte[] pixels = new byte[3 * size * size];
        Arrays.fill(pixels, (byte) level);
        return new RgbImage(size, size, pixels);
    }

    private static Plane plane(int width, double... samples) {
        Plane plane = new Plane(width, samples.length / width);
        for (int i = 0; i < samples.length; i++) {
            plane.samples()[i] = (float) samples[i];
        }
        return plane;
    }

    @Test
    void aCloudReachesFromZeroToOneAndHasNoSeams() {
        PlasmaFractal cloud = PlasmaFractal.covering(100, 30, 2, draws(1));

        float least = 1;
        float most = 0;
        double step = 0;
        double seam = 0;
        for (int y = 0; y < 256; y++) {
            for (int x = 0; x < 256; x++) {
                least = Math.min(least, cloud.at(x, y));
                most = Math.max(most, cloud.at(x, y));
            }
            step += Math.abs(cloud.at(128, y) - cloud.at(127, y));
            seam += Math.abs(cloud.at(256, y) - cloud.at(255, y));
        }
        assertThat(least).isZero();
        assertThat(most).isEqualTo(1);
        assertThat(seam).isBetween(step / 4, 4 * step);
    }

    @Test
    void cloudsOfMoreDecayAreSmoother() {
        assertThat(roughness(2)).isLessThan(roughness(1.4) / 2);
    }

    private static double roughness(double decay) {
        PlasmaFractal cloud = PlasmaFractal.covering(256, 256, decay, draws(2));
        double sum = 0;
        for (int i = 0; i < 256 * 255; i++) {
            sum += Math.abs(cloud.at(i % 256, i / 256) - cloud.at(i % 256 + 1, i / 256));
        }
        return sum;
    }

    /** Black is the brightest of a black image: fog cannot be brighter than the scene. */
    @Test
    void fogIsNoBrighterThanTheScene() {
        assertThat(Fog.on(grey(20, 0), 2, 2, draws(1)).pixels()).containsOnly(0);
        byte[] fogged = Fog.on(grey(20, 100), 2, 2, draws(1)).pixels();
        Arrays.sort(fogged);
        assertThat(fogged[0]).isGreaterThan((byte) 20);
        assertThat(fogged[fogged.length - 1]).isLessThanOrEqualTo((byte) 100);
    }

    /** Some glass stays clear, some ice is bright, and no two panes are the same. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void frostCoversAPartOfThePane(long seed) {
        float[] ice = FrostFerns.grown(224, 224, draws(seed)).samples();

        double clear = 0;
        double bright = 0;
        float least = 1;
        float most = 0;
        for (float sample : ice) {
            least = Math.min(least, sample);
            most = Math.max(most, sample);
            clear += sample < 0.1 ? 1.0 / ice.length : 0;
            bright += sample > 0.7 ? 1.0 / ice.length : 0;
        }
        assertThat(least).isGreaterThanOrEqualTo(0);
        assertThat(most).isLessThanOrEqualTo(1);
        assertThat(clear).isBetween(0.1, 0.75);
        assertThat(bright).isBetween(0.1, 0.6);
        assertThat(FrostFerns.grown(224, 224, draws(seed + 1)).samples()).isNotEqualTo(ice);
    }

    @Test
    void snowMakesBlackPaleAndWhiteInFlakes() {
        byte[] snowed = new Snow(0.1, 0.3, 3, 0.5, 10, 4, 0.8)
                .on(grey(100, 0), draws(1))
                .pixels();

        int flakes = 0;
        int darkest = 255;
        for (byte sample : snowed) {
            darkest = Math.min(darkest, sample & 0xff);
            flakes += (sample & 0xff) > 60 ? 1 : 0;
        }
        // 0.8 * 0 + 0.2 * (0 * 1.5 + 0.5) = 0.1 of white where no flake is.
        assertThat(darkest).isEqualTo(25);
        assertThat(flakes).isBetween(snowed.length / 100, snowed.length / 2);
    }

    @Test
    void waterBrightensAndMudIsBrown() {
        RgbImage scene = grey(120, 100);

        byte[] water =
                new Spatter(0.65, 0.3, 2, 0.68, 0.5).water(scene, draws(1)).pixels();
        byte[] mud = new Spatter(0.65, 0.3, 1, 0.65, 1.5).mud(scene, draws(1)).pixels();

        int drops = 0;
        int darkest = 255;
        for (byte sample : water) {
            darkest = Math.min(darkest, sample & 0xff);
            drops += sample != 100 ? 1 : 0;
        }
        assertThat(darkest).isEqualTo(100);
        assertThat(drops).isBetween(water.length / 50, water.length / 2);
        int covered = 0;
        int others = 0;
        for (int i = 0; i < mud.length; i += 3) {
            // At least 0.8 of the brown 63, 42, 20 and the rest of the grey 100.
            boolean isBrown = mud[i] >= 63 && mud[i] <= 71 && mud[i + 1] <= 54 && mud[i + 2] <= 36;
            others += isBrown || mud[i + 2] == 100 ? 0 : 1;
            covered += isBrown ? 1 : 0;
        }
        assertThat(others).isZero();
        assertThat(covered).isBetween(mud.length / 60, mud.length / 6);
    }

    @Test
    void withoutNoiseThereAreNoDrops() {
        RgbImage scene = grey(30, 100);

        assertThat(new Spatter(0.1, 0, 2, 0.68, 0.5).water(scene, draws(1)).pixels())
                .isEqualTo(scene.pixels());
        assertThat(new Spatter(0.1, 0, 2, 0.68, 0.5).mud(scene, draws(1)).pixels())
                .isEqualTo(scene.pixels());
    }

    /** A step from 0 to 200 between columns 2 and 3: the gradient is as large on both sides, the first of them counts. */
    @Test
    void anEdgeIsOnePixelWide() {
        Plane step = new Plane(6, 5);
        for (int i = 0; i < 30; i++) {
            step.samples()[i] = i % 6 < 3 ? 0 : 200;
        }

        float[] edges = CannyEdges.of(step).samples();

        for (int i = 0; i < 30; i++) {
            assertThat(edges[i]).isEqualTo(i % 6 == 2 ? 1 : 0);
        }
        assertThat(CannyEdges.of(new Plane(4, 4)).samples()).containsOnly(0);
    }

    /** Rows of a 5x4 plane whose first pixel is marked. */
    @Test
    void distancesAreThoseOfTheChamfer() {
        Plane marks = new Plane(5, 4);
        marks.samples()[0] = 1;

        assertThat(EdgeDistance.of(marks).samples())
                .containsExactly(
                        new float[] {
                            0, 1, 2, 3, 4, 1, 1.4f, 2.1969f, 3.1969f, 4.1969f, 2, 2.1969f, 2.8f, 3.5969f, 4.3938f, 3,
                            3.1969f, 3.5969f, 4.2f, 4.9969f
                        },
                        org.assertj.core.data.Offset.offset(1e-5f));
    }

    /** Of the levels 5, 5, 9, 30 the lowest becomes 0; one of the two others is half of 255, to even 128; both are 255. */
    @Test
    void equalisedLevelsAreSpread() {
        assertThat(LevelHistogram.equalised(plane(4, 5, 5, 9, 30)).samples()).containsExactly(0, 0, 128, 255);
        assertThat(LevelHistogram.equalised(plane(2, 7, 7)).samples()).containsExactly(7, 7);
    }
}
