package org.clipspark.prep;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.clipspark.prep.shard.PairText;
import org.clipspark.prep.shard.RowStatus;
import org.junit.jupiter.api.Test;

class CaptionRuleTest {
    private final CaptionRule rule = new CaptionRule(new CaptionConfig(10));

    @Test
    void stripsCaptionsAndKeepsTheirOrder() {
        PairText text = text(" a dog\n", "\u2003cat ");

        assertThat(rule.problem(text)).isEmpty();
        assertThat(rule.usable(text).captions()).containsExactly("a dog", "cat");
    }

    @Test
    void dropsUnusableCaptionsBesideUsableOnes() {
        PairText text = text("", "a dog on a very long lead", "a dog");

        assertThat(rule.problem(text)).isEmpty();
        assertThat(rule.usable(text).captions()).containsExactly("a dog");
    }

    @Test
    void rejectsPairsWithoutAnyText() {
        assertThat(rule.problem(text())).contains(new RowStatus("empty_caption", ""));
        assertThat(rule.problem(text(" ", "\t\n"))).contains(new RowStatus("empty_caption", ""));
    }

    @Test
    void rejectsCaptionsThatAreTooLongAndKeepsTheirBeginning() {
        PairText text = text("x".repeat(100_000));

        assertThat(rule.problem(text)).contains(new RowStatus("caption_too_long", "100000 characters, at most 10"));
        assertThat(CaptionRule.shown(text).caption()).hasSize(4_096);
    }

    private static PairText text(String... captions) {
        return PairText.NONE.withCaptions(List.of(captions));
    }
}
