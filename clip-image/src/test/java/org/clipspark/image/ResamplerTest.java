package org.clipspark.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ResamplerTest {
    @Test
    void keepsTheRatioRoundedDown() {
        RgbImage wide = Resampler.shortestSide(Pictures.photo(333, 100), 64);
        RgbImage tall = Resampler.shortestSide(Pictures.photo(20, 33), 64);

        assertThat(wide.width() + "x" + wide.height()).isEqualTo("213x64");
        assertThat(tall.width() + "x" + tall.height()).isEqualTo("64x105");
    }

    @Test
    void weighsNeighboursByTheBicubicKernel() {
        byte[] step = {0, 0, 0, 0, 0, 0, 100, 100, 100, 100, 100, 100};

        RgbImage doubled = Resampler.bicubic(new RgbImage(4, 1, step), 8, 1);

        // At a quarter and three quarters between samples: -0.0703, 0.8672, 0.2266, -0.0234.
        assertThat(doubled.pixels()[3 * 3] & 0xff).isEqualTo(20);
        assertThat(doubled.pixels()[3 * 4] & 0xff).isEqualTo(80);
        assertThat(doubled.pixels()[3 * 2] & 0xff).isZero();
        assertThat(doubled.pixels()[3 * 5] & 0xff).isEqualTo(107);
    }

    @Test
    void averagesWhenShrinkingSoThatStripesBecomeGrey() {
        byte[] stripes = new byte[64 * 3];
        for (int i = 0; i < stripes.length; i++) {
            stripes[i] = (byte) (i / 3 % 2 * 200);
        }

        RgbImage small = Resampler.bicubic(new RgbImage(64, 1, stripes), 8, 1);

        for (int i = 6; i < 18; i++) {
            assertThat(small.pixels()[i] & 0xff).isBetween(98, 102);
        }
    }

    @Test
    void makesTheCentralSquareOfAnExtremeStripWithoutTheRest() {
        RgbImage square = Resampler.centreSquare(Pictures.photo(60_000, 2), 256);

        assertThat(square.width()).isEqualTo(256);
        assertThat(square.height()).isEqualTo(256);
    }

    @Test
    void refusesWhatCannotBe() {
        RgbImage image = Pictures.photo(10, 10);

        assertThatThrownBy(() -> Resampler.shortestSide(image, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The shorter side must be at least 1, got 0");
        assertThatThrownBy(() -> Resampler.crop(image, 5, 0, 6, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Region[left=5, top=0, width=6, height=1] is not within 10x10");
        assertThatThrownBy(() -> Resampler.bicubic(image, 40_000, 40_000))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A raster of 40000x40000 exceeds one array");
        assertThatThrownBy(() -> new RgbImage(2, 2, new byte[11]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("An image of 2x2 has 12 bytes, got 11");
    }
}
