package org.clipspark.model.caption;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CaptionCleanerTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "A Photo,  of\ta CAT. | a photo, of a cat.",
                "rÃ©sumÃ© cafÃ© | résumé café",
                "l&oacute;pez LÃ³pez | lópez lópez",
                "Ð¿Ñ€Ð¸Ð²ÐµÑ‚ | привет",
                "itâ€™s | it's",
                "ðŸ˜€ smile | 😀 smile",
                "“curly” ‘quotes’ | \"curly\" 'quotes'",
                "ＡＢＣ１２３ | abc123",
                "ﬁne ﬂow oﬃce | fine flow office",
                "Tom &amp;amp;amp; Jerry | tom & jerry",
                "&EACUTE;tude &copy 2020 &notit; | étude © 2020 ¬it;",
                "&#128512; &#x80; &#0; &#1; &#; &#xD800; | 😀 € � &#; �",
                "ΟΔΟΣ ΣΟΦΟΣ | οδος σοφος",
                "e\u0301 | é"
            })
    void cleansAsTheReferenceDoes(String caption, String cleaned) {
        assertThat(CaptionCleaner.LOWER.clean(caption)).isEqualTo(cleaned);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "It's a Photo, of_a  CAT! (really) | its a photo of a cat really | It's a Photo, of_a CAT! (really)",
                "{a} <b> $5 ~ [c] @d | a b 5 c d | {a} <b> $5 ~ [c] @d",
                "L&oacute;PEZ_«x»&amp;y | lópez «x»y | LóPEZ_«x»&y",
                "- _ - | '' | - _ -"
            })
    void canonicalFormHasNoPunctuationAndTheBareOneKeepsCase(String caption, String canonical, String bare) {
        assertThat(CaptionCleaner.CANONICALIZE.clean(caption)).isEqualTo(canonical);
        assertThat(CaptionCleaner.WHITESPACE.clean(caption)).isEqualTo(bare);
    }

    @ParameterizedTest
    @ValueSource(strings = {"voilà\u00a0» fin", "café\u00a0»", "é… è", "cafÉ—bar", "naïve piñata", "über ½é", "Ñ ñ °C"})
    void leavesAccentsThatPeopleWriteAlone(String caption) {
        assertThat(CaptionCleaner.LOWER.clean(caption))
                .isEqualTo(caption.replace('\u00a0', ' ').toLowerCase(Locale.ROOT));
    }

    @Test
    void dropsControlCharactersAndColourCodes() {
        assertThat(CaptionCleaner.LOWER.clean("a\u0000b\u001b[31;1mred\u001b[0m\u007f\ufeff \u001b[!"))
                .isEqualTo("abred [!");
    }

    @Test
    void readsC1ControlsAsWindowsCharacters() {
        assertThat(CaptionCleaner.LOWER.clean("5\u0080 wait\u0085")).isEqualTo("5€ wait…");
    }

    @Test
    void replacesLoneSurrogates() {
        assertThat(CaptionCleaner.LOWER.clean("x\ud83d y \ude00\ud83d\ude00")).isEqualTo("x� y �😀");
    }

    @Test
    void keepsEntitiesOfADocumentForTheSecondPass() {
        assertThat(CaptionCleaner.LOWER.clean("<b>it&rsquo;s</b>")).isEqualTo("<b>it’s</b>");
        assertThat(CaptionCleaner.LOWER.clean("it&rsquo;s")).isEqualTo("it's");
    }

    @Test
    void staysLinearOnHugeCaptions() {
        String hostile = "&".repeat(50_000) + "Ã".repeat(50_000) + "\u001b[".repeat(50_000) + "e\u0301".repeat(50_000);

        assertThat(CaptionCleaner.LOWER.clean(hostile)).endsWith("é");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n\r\t", "\u3000\u00a0", "\u0000"})
    void leavesNothingOfBlankCaptions(String caption) {
        assertThat(CaptionCleaner.LOWER.clean(caption)).isEmpty();
    }
}
