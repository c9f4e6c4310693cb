package org.clipspark.prep.fetch.consent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptOutsTest {
    private final OptOuts optOuts = new OptOuts("clip-spark", List.of("noai", "noindex"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "noai | noai",
                "NoAI | noai",
                "nofollow, noai | noai",
                "noimageai | none",
                "all | none",
                "none | noindex",
                "*: noai | noai",
                "clip-spark: noai | noai",
                "Clip-Spark: nofollow, noai | noai",
                "googlebot: noai | none",
                "googlebot: nofollow, noai | none",
                "googlebot: noai, clip-spark: noindex | noindex",
                "unavailable_after: 25 Jun 2030 15:00:00 PST, noai | noai",
                "unavailable_after: Wed, 03 Oct 2030 13:00:00 GMT, noai | noai",
                "max-snippet: 20, noindex | noindex",
                "noaix | none",
                "'' | none",
                ", , : noai | none",
            })
    void readsTheHeader(String value, String expected) {
        assertThat(optOuts.excludingDirective(List.of(value)).orElse("none")).isEqualTo(expected);
    }

    @Test
    void startsAnewWithEachHeader() {
        assertThat(optOuts.excludingDirective(List.of("googlebot: noindex", "noai")))
                .contains("noai");
        assertThat(optOuts.excludingDirective(List.of())).isEmpty();
    }
}
