package org.clipspark.prep.language;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LanguageIdentifierTest {
    @Test
    void namesTheLanguageOfNearlyEveryShortCaption() throws IOException {
        List<String[]> captions = captions();

        long right = captions.stream()
                .filter(caption -> LanguageIdentifier.identify(caption[1]).equals(caption[0]))
                .count();

        assertThat(captions).hasSize(200);
        assertThat(captions.stream().map(caption -> caption[0])).containsOnly("en", "de", "fr", "es", "ru", "zh");
        assertThat(right).isGreaterThanOrEqualTo(190);
    }

    @Test
    void saysTheSameInManyThreads() throws IOException {
        List<String> texts =
                captions().stream().map(caption -> caption[1]).limit(40).toList();
        List<String> alone = texts.stream().map(LanguageIdentifier::identify).toList();

        List<String> together = IntStream.range(0, 400)
                .parallel()
                .mapToObj(i -> LanguageIdentifier.identify(texts.get(i % 40)))
                .toList();

        for (int i = 0; i < together.size(); i++) {
            assertThat(together.get(i)).isEqualTo(alone.get(i % 40));
        }
    }

    @Test
    void aTextWithoutLettersHasNoLanguage() {
        assertThat(LanguageIdentifier.identify("")).isEqualTo(LanguageIdentifier.UNDETERMINED);
        assertThat(LanguageIdentifier.identify("1234 - 5678 !?")).isEqualTo(LanguageIdentifier.UNDETERMINED);
        assertThat(LanguageIdentifier.languages()).contains("en", "de", "zh").doesNotContain("und");
    }

    private static List<String[]> captions() throws IOException {
        try (InputStream file = LanguageIdentifierTest.class.getResourceAsStream("captions-in-six-languages.tsv")) {
            String text = new String(Objects.requireNonNull(file).readAllBytes(), UTF_8);
            return text.lines().map(line -> line.split("\t", 2)).toList();
        }
    }
}
