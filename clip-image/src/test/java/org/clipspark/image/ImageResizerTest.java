package org.clipspark.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageResizerTest {
    /** Sizes as img2dataset computes them, in Python: {@code round(side * (256 / decisive))}. */
    @ParameterizedTest
    @CsvSource({
        "500, 400, no, 500x400",
        "500, 400, keep_ratio, 320x256",
        "500, 400, keep_ratio_largest, 256x205",
        "500, 400, border, 256x256",
        "500, 400, center_crop, 256x256",
        "500, 400, fixed, 256x256",
        "500, 375, keep_ratio, 341x256",
        "500, 375, shortest_side, 341x256",
        "333, 257, keep_ratio, 332x256",
        "333, 257, shortest_side, 331x256",
        "333, 257, keep_ratio_largest, 256x198",
        "1000, 30, keep_ratio, 8533x256",
        "1000, 30, keep_ratio_largest, 256x8",
        "1023, 511, keep_ratio, 513x256",
        "100, 80, keep_ratio, 320x256",
        "100, 80, border, 256x256",
        "300, 300, keep_ratio_largest, 256x256",
        "256, 256, center_crop, 256x256",
        "1024, 3, keep_ratio_largest, 256x1",
        // 256.5 and 257.5: halves go to the even number.
        "513, 512, keep_ratio, 256x256",
        "515, 512, keep_ratio, 258x256",
    })
    void givesTheSizesOfImg2dataset(int width, int height, String mode, String expected) {
        ImageResizer resizer = ImageResizer.of(ResizeMode.named(mode), 256, Interpolation.AREA);

        RgbImage resized = resizer.resize(Pictures.plain(width, height, 90));

        assertThat(resized.width() + "x" + resized.height()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        // The shorter side decides: 256 is not bigger than 256, however long the other one is.
        "1000, 256, keep_ratio, 1000x256",
        "1000, 256, center_crop, 1000x256",
        "1000, 256, shortest_side, 1000x256",
        "1000, 257, center_crop, 256x256",
        // The longer side decides.
        "1000, 256, keep_ratio_largest, 256x66",
        "1000, 256, border, 256x256",
        "1000, 256, fixed, 256x256",
        "256, 100, border, 256x100",
        "100, 80, fixed, 100x80",
        "100, 80, keep_ratio, 100x80",
    })
    void leavesSmallImagesAloneWhenOnlyBiggerOnesAreResized(int width, int height, String mode, String expected) {
        ImageResizer resizer =
                ImageResizer.of(ResizeMode.named(mode), 256, Interpolation.AREA).onlyIfBigger();
        RgbImage image = Pictures.plain(width, height, 90);

        RgbImage resized = resizer.resize(image);

        assertThat(resized.width() + "x" + resized.height()).isEqualTo(expected);
        assertThat(resized == image).isEqualTo(expected.equals(width + "x" + height));
    }

    @Test
    void framesInWhiteWithTheOddRowBelow() {
        RgbImage square =
                ImageResizer.of(ResizeMode.BORDER, 8, Interpolation.AREA).resize(Pictures.plain(16, 10, 90));

        // 8x5 on 8x8: one white row above, two below.
        int[] greys = new int[8];
        for (int y = 0; y < 8; y++) {
            greys[y] = square.pixels()[y * 8 * RgbImage.CHANNELS] & 0xff;
        }
        assertThat(greys).containsExactly(255, 90, 90, 90, 90, 90, 255, 255);
    }

    @Test
    void cutsTheCentreWithTheOddColumnOnTheRight() {
        ImageResizer cut = ImageResizer.of(ResizeMode.CENTER_CROP, 16, Interpolation.LANCZOS);
        ImageResizer whole = ImageResizer.of(ResizeMode.KEEP_RATIO, 16, Interpolation.LANCZOS);
        RgbImage image = Pictures.photo(42, 32);

        RgbImage wide = whole.resize(image);

        assertThat(wide.width()).isEqualTo(21);
        assertThat(cut.resize(image).pixels())
                .isEqualTo(Resampler.crop(wide, 2, 0, 16, 16).pixels());
    }

    @Test
    void enlargesByLanczosWhereAreaIsForShrinking() {
        RgbImage image = Pictures.photo(20, 20);

        assertThat(ImageResizer.of(ResizeMode.KEEP_RATIO, 31, Interpolation.AREA)
                        .resize(image)
                        .pixels())
                .isEqualTo(ImageResizer.of(ResizeMode.KEEP_RATIO, 31, Interpolation.LANCZOS)
                        .resize(image)
                        .pixels());
    }

    @Test
    void isTheShortestSideOfTheResamplerInThatMode() {
        RgbImage image = Pictures.photo(333, 257);

        assertThat(ImageResizer.of(ResizeMode.SHORTEST_SIDE, 100, Interpolation.BICUBIC)
                        .resize(image)
                        .pixels())
                .isEqualTo(Resampler.shortestSide(image, 100).pixels());
    }

    @Test
    void saysWhatBecomesOfExtremesWithoutTrying() {
        ImageResizer largest = ImageResizer.of(ResizeMode.KEEP_RATIO_LARGEST, 256, Interpolation.AREA);
        ImageResizer shortest = ImageResizer.of(ResizeMode.KEEP_RATIO, 4096, Interpolation.AREA);

        assertThat(largest.plan(60_000, 100).isPossible()).isFalse();
        assertThat(shortest.plan(40_000_000, 1).longerSide()).isEqualTo(Integer.MAX_VALUE);
        assertThatThrownBy(() -> largest.resize(Pictures.plain(6_000, 2, 0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Nothing is left of RgbImage[6000x2]");
    }

    @Test
    void namesTheChoices() {
        assertThatThrownBy(() -> ResizeMode.named("crop"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Unknown resize mode 'crop' (expected: no, border, keep_ratio, keep_ratio_largest, "
                        + "center_crop, fixed, shortest_side)");
        assertThatThrownBy(() -> Interpolation.named("cubic"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Unknown interpolation 'cubic' (expected: bicubic, lanczos, area, box)");
        assertThatThrownBy(() -> ImageResizer.of(ResizeMode.NO, 0, Interpolation.AREA))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The size must be 1 to 65536, got 0");
    }
}
