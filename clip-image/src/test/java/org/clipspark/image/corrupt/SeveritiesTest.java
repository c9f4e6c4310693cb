package org.clipspark.image.corrupt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Against the tables of ImageNet-C, written out once more. */
class SeveritiesTest {
    @Test
    void noiseIsAsPublished() {
        assertThat(Severities.GAUSSIAN_NOISE).containsExactly(.08, .12, .18, .26, .38);
        assertThat(Severities.SHOT_NOISE).containsExactly(60, 25, 12, 5, 3);
        assertThat(Severities.IMPULSE_NOISE).containsExactly(.03, .06, .09, .17, .27);
        assertThat(Severities.SPECKLE_NOISE).containsExactly(.15, .2, .35, .45, .6);
    }

    @Test
    void blursAreAsPublished() {
        assertThat(Severities.GAUSSIAN_BLUR).containsExactly(1, 2, 3, 4, 6);
        assertThat(Severities.DEFOCUS_BLUR)
                .isDeepEqualTo(new double[][] {{3, .1}, {4, .5}, {6, .5}, {8, .5}, {10, .5}});
        assertThat(Severities.GLASS_BLUR)
                .isDeepEqualTo(new double[][] {{.7, 1, 2}, {.9, 2, 1}, {1, 2, 3}, {1.1, 3, 2}, {1.5, 4, 2}});
        assertThat(Severities.MOTION_BLUR)
                .isDeepEqualTo(new double[][] {{10, 3}, {15, 5}, {15, 8}, {15, 12}, {20, 15}});
    }

    /** What NumPy's {@code arange} makes of the published ends and steps: as many factors, the last of them so large. */
    @Test
    void zoomsAreAsPublished() {
        double[] lasts = {1.11, 1.15, 1.20, 1.24, 1.30};
        int[] counts = {12, 16, 11, 13, 11};
        for (int level = 0; level < 5; level++) {
            double[] constants = Severities.ZOOM_BLUR[level];
            assertThat(constants[0]).isEqualTo(counts[level]);
            assertThat(1 + (constants[0] - 1) * constants[1])
                    .isCloseTo(lasts[level], org.assertj.core.data.Offset.offset(1e-9));
        }
    }

    @Test
    void weatherIsAsPublished() {
        assertThat(Severities.SNOW).isDeepEqualTo(new double[][] {
            {.1, .3, 3, .5, 10, 4, .8},
            {.2, .3, 2, .5, 12, 4, .7},
            {.55, .3, 4, .9, 12, 8, .7},
            {.55, .3, 4.5, .85, 12, 8, .65},
            {.55, .3, 2.5, .85, 12, 12, .55}
        });
        assertThat(Severities.FROST).isDeepEqualTo(new double[][] {{1, .4}, {.8, .6}, {.7, .7}, {.65, .7}, {.6, .75}});
        assertThat(Severities.FOG).isDeepEqualTo(new double[][] {{1.5, 2}, {2, 2}, {2.5, 1.7}, {2.5, 1.5}, {3, 1.4}});
        assertThat(Severities.BRIGHTNESS).containsExactly(.1, .2, .3, .4, .5);
        assertThat(Severities.SPATTER).isDeepEqualTo(new double[][] {
            {.65, .3, 4, .69, .6, 0},
            {.65, .3, 3, .68, .6, 0},
            {.65, .3, 2, .68, .5, 0},
            {.65, .3, 1, .65, 1.5, 1},
            {.67, .4, 1, .65, 1.5, 1}
        });
    }

    @Test
    void digitalOnesAreAsPublished() {
        assertThat(Severities.CONTRAST).containsExactly(.4, .3, .2, .1, .05);
        assertThat(Severities.ELASTIC_TRANSFORM).isDeepEqualTo(new double[][] {
            {488, 170.79999999999998, 24.400000000000002},
            {488, 19.52, 48.800000000000004},
            {12.200000000000001, 2.44, 4.88},
            {17.080000000000002, 2.44, 4.88},
            {29.279999999999998, 2.44, 4.88}
        });
        assertThat(Severities.PIXELATE).containsExactly(.6, .5, .4, .3, .25);
        assertThat(Severities.JPEG_COMPRESSION).containsExactly(25, 18, 15, 10, 7);
        assertThat(Severities.SATURATE).isDeepEqualTo(new double[][] {{.3, 0}, {.1, 0}, {2, 0}, {5, .1}, {20, .2}});
    }
}
