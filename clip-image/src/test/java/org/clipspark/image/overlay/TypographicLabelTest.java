package org.clipspark.image.overlay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.clipspark.image.Region;
import org.clipspark.image.RgbImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TypographicLabelTest {
    private static final int GREY = 99;

    private static RgbImage grey(int width, int height) {
        byte[] pixels = new byte[RgbImage.CHANNELS * width * height];
        Arrays.fill(pixels, (byte) GREY);
        return new RgbImage(width, height, pixels);
    }

    /** Samples of a region, or of all but it, with the value. */
    private static long count(RgbImage image, Region region, boolean isInside, int level) {
        long count = 0;
        for (int i = 0; i < image.pixels().length; i++) {
            int x = i / 3 % image.width() - region.left();
            int y = i / 3 / image.width() - region.top();
            boolean isThere = x >= 0 && y >= 0 && x < region.width() && y < region.height();
            count += isThere == isInside && (image.pixels()[i] & 0xff) == level ? 1 : 0;
        }
        return count;
    }

    @ParameterizedTest
    @EnumSource(LabelStyle.class)
    void changesPixelsAtItsPlaceAndNoOthers(LabelStyle style) {
        RgbImage image = grey(224, 160);
        TypographicLabel label = new TypographicLabel("iPod", 0.25, style);
        Region place = label.place(224, 160, 7);

        RgbImage labelled = label.on(image, 7);

        long inside = 3L * place.width() * place.height();
        assertThat(place.height()).isEqualTo(40);
        assertThat(count(labelled, place, false, GREY)).isEqualTo(224 * 160 * 3 - inside);
        assertThat(count(labelled, place, true, 0)).isGreaterThan(inside / 20);
        assertThat(count(labelled, place, true, 255)).isGreaterThan(inside / 20);
        assertThat(count(image, place, true, GREY)).isEqualTo(inside);
    }

    @Test
    void blackOnWhiteHidesThePictureAndAnOutlineDoesNot() {
        Region all = new Region(0, 0, 90, 30);

        RgbImage paper = new TypographicLabel("cat", 1, LabelStyle.BLACK_ON_WHITE).at(grey(90, 30), all);
        RgbImage film = new TypographicLabel("cat", 1, LabelStyle.OUTLINED).at(grey(90, 30), all);

        assertThat(paper.pixels()[0]).isEqualTo((byte) 255);
        assertThat(film.pixels()[0]).isEqualTo((byte) GREY);
    }

    @Test
    void textWiderThanTheImageIsWrittenSmaller() {
        TypographicLabel label =
                new TypographicLabel("a sentence that is much too long for it", 0.5, LabelStyle.BLACK_ON_WHITE);

        Region place = label.place(64, 64, 1);

        assertThat(place.left()).isZero();
        assertThat(place.width()).isEqualTo(64);
        assertThat(place.height()).isBetween(1, 8);
        assertThat(count(label.on(grey(64, 64), 1), place, false, GREY)).isEqualTo(3L * 64 * (64 - place.height()));
    }

    @Test
    void theSeedChoosesThePlace() {
        TypographicLabel label = new TypographicLabel("dog", 0.1, LabelStyle.OUTLINED);
        Set<Region> places = new HashSet<>();
        for (long seed = 0; seed < 50; seed++) {
            places.add(label.place(100, 100, seed));
            label.place(100, 100, seed).checkWithin(100, 100);
        }

        assertThat(places).hasSizeGreaterThan(40);
        assertThat(label.on(grey(100, 100), 3).pixels())
                .isEqualTo(label.on(grey(100, 100), 3).pixels());
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "3, 7", "640, 2"})
    void fitsImagesOfAnySize(int width, int height) {
        RgbImage labelled =
                new TypographicLabel("żółw 亀 😀", 0.9, LabelStyle.BLACK_ON_WHITE).on(grey(width, height), 5);

        assertThat(labelled.width()).isEqualTo(width);
        assertThat(labelled.height()).isEqualTo(height);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, 1.01, Double.NaN})
    void refusesSizesOutOfRange(double size) {
        assertThatThrownBy(() -> new TypographicLabel("cat", size, LabelStyle.OUTLINED))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Size of a label must be above 0 and at most 1, got " + size);
    }

    @Test
    void refusesTextThatShowsNothing() {
        assertThatThrownBy(() -> new TypographicLabel("  ", 0.5, LabelStyle.OUTLINED))
                .hasMessage("A label needs 1 to 200 characters that are not all blank, got 2");
        assertThatThrownBy(() -> new TypographicLabel("two\nlines", 0.5, LabelStyle.OUTLINED))
                .hasMessage("A label is one line without control characters, got two?lines");
        assertThatThrownBy(() -> new TypographicLabel("\u200b", 0.5, LabelStyle.OUTLINED))
                .hasMessageStartingWith("A label needs a visible character");
    }

    @Test
    void refusesAPlaceOutsideTheImage() {
        TypographicLabel label = new TypographicLabel("cat", 0.5, LabelStyle.OUTLINED);

        assertThatThrownBy(() -> label.at(grey(10, 10), new Region(5, 0, 6, 3)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is not within 10x10");
    }
}
