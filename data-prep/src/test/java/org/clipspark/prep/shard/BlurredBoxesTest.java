package org.clipspark.prep.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import org.clipspark.image.region.RelativeBox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlurredBoxesTest {
    @Test
    void spellsWhatItReads() {
        BlurredBoxes boxes = BlurredBoxes.parse(" [[0.1, 0, 0.5, 1], [0.25, 1e-3, 1.5, 0.75]] ");

        assertThat(boxes.boxes())
                .containsExactly(new RelativeBox(0.1, 0, 0.5, 1), new RelativeBox(0.25, 0.001, 1.5, 0.75));
        assertThat(boxes.json()).isEqualTo("[[0.1, 0.0, 0.5, 1.0], [0.25, 0.001, 1.5, 0.75]]");
        assertThat(BlurredBoxes.parse(boxes.json())).isEqualTo(boxes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "[]"})
    void noneAreNone(String text) {
        assertThat(BlurredBoxes.parse(text).boxes()).isEmpty();
        assertThat(BlurredBoxes.parse(text).json()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "{}",
                "0.1",
                "[0.1, 0, 0.5, 1]",
                "[[0.1, 0, 0.5]]",
                "[[0.1, 0, 0.5, 1, 1]]",
                "[[0.1, 0, 0.5, null]]",
                "[[\"0.1\", 0, 0.5, 1]]",
                "[[0.1, 0, 0.5, NaN]]",
                "[[0.1, 0, 0.5, 1]",
                "[[0.1, 0, 0.5, 1]] x",
                "[{}]",
                "[{\"a\": 0, \"b\": 0, \"c\": 1, \"d\": 1}]",
                "[null]",
                "no boxes"
            })
    void refusesWhatSpellsNone(String text) {
        assertThatThrownBy(() -> BlurredBoxes.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Boxes are a list of lists of four numbers: left, top, right, bottom");
    }

    @Test
    void refusesMoreThanCouldBeMeant() {
        String small = "[0, 0, 0.01, 0.01]";
        String whole = "[0, 0, 1, 1]";

        assertThat(BlurredBoxes.parse(many(1000, small)).boxes()).hasSize(1000);
        assertThat(BlurredBoxes.parse(many(16, whole)).boxes()).hasSize(16);
        assertThatThrownBy(() -> BlurredBoxes.parse(many(1001, small))).hasMessageContaining("got 1001 that cover");
        assertThatThrownBy(() -> BlurredBoxes.parse(many(17, whole))).hasMessageContaining("cover it 17.0 times");
        assertThatThrownBy(() -> BlurredBoxes.parse(many(1, "[0, 0, 1, 1" + " ".repeat(1 << 18) + "]")))
                .hasMessage("The list of boxes is longer than 262144 characters");
        assertThatThrownBy(() -> BlurredBoxes.parse("[".repeat(10_000))).isInstanceOf(IllegalArgumentException.class);
    }

    private static String many(int count, String box) {
        return Collections.nCopies(count, box).toString();
    }
}
