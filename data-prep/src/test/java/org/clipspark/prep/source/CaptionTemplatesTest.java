package org.clipspark.prep.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.clipspark.prep.shard.PairText;
import org.junit.jupiter.api.Test;

class CaptionTemplatesTest {
    private final CaptionTemplates templates =
            new CaptionTemplates(List.of("a photo of a {c}", "a {c} seen from the side"));

    @Test
    void spellsTheClassWithSpaces() {
        PairText text = templates.fill(new PairText(List.of(), "", 3, "sea_horse"), "k");

        assertThat(text.captions())
                .containsExactlyInAnyOrder("a photo of a sea horse", "a sea horse seen from the side");
        assertThat(text.className()).isEqualTo("sea_horse");
        assertThat(text.label()).isEqualTo(3);
    }

    @Test
    void letsTheKeyChooseTheFirstCaption() {
        PairText text = new PairText(List.of(), "", 0, "ant");

        Set<String> first = IntStream.range(0, 10)
                .mapToObj(key -> templates.fill(text, "k" + key).caption())
                .collect(Collectors.toSet());

        assertThat(first).containsExactlyInAnyOrder("a photo of a ant", "a ant seen from the side");
        assertThat(templates.fill(text, "k1")).isEqualTo(templates.fill(text, "k1"));
    }

    @Test
    void leavesWrittenCaptionsAlone() {
        PairText text = new PairText(List.of("an ant"), "", 0, "ant");

        assertThat(templates.fill(text, "k")).isEqualTo(text);
    }
}
