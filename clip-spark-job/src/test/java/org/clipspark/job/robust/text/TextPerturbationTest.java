package org.clipspark.job.robust.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextPerturbationTest {
    private static final String CAPTION = "A photo of a big brown dog beside an old house, near the Golden Gate.";
    /** Emoji of several code points, a combining accent, letters beyond 16 bits, half of a pair, and no letter at all. */
    private static final List<String> STRANGE = List.of(
            "👩‍👩‍👧 famille heureuse 👍🏽",
            "cafe\u0301 re\u0301sume\u0301",
            "𝒜𝓃 𝑜𝓁𝒹 𝒽𝑜𝓊𝓈𝑒",
            "half \ud83d of a pair",
            "犬の写真",
            "ÄÖÜß straße",
            "... !!! 123",
            "\u0301",
            "x",
            "  two  spaces\tand a tab ");

    private static List<String> tenOf(TextPerturbation kind, String text, double strength) {
        return LongStream.range(0, 10)
                .mapToObj(seed -> kind.apply(text, strength, seed))
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    void theSeedDecidesAndSomethingChanges(TextPerturbation kind) {
        List<String> changed = tenOf(kind, CAPTION, 0.5);

        assertThat(changed).isEqualTo(tenOf(kind, CAPTION, 0.5)).doesNotContain(CAPTION);
        assertThat(new TreeSet<>(changed)).hasSizeGreaterThan(2);
        assertThat(tenOf(kind, CAPTION, 1e-9)).doesNotContain(CAPTION);
    }

    @ParameterizedTest
    @EnumSource
    void withoutStrengthOrWordsNothingChanges(TextPerturbation kind) {
        assertThat(kind.apply(CAPTION, 0, 1)).isEqualTo(CAPTION);
        assertThat(kind.apply("", 1, 1)).isEmpty();
        assertThat(kind.apply(" \n", 1, 1)).isEqualTo(" \n");
    }

    @ParameterizedTest
    @EnumSource
    void strangeTextsStayTextsOfWholeCharacters(TextPerturbation kind) {
        for (String text : STRANGE) {
            for (String changed : tenOf(kind, text, 1)) {
                assertThat(changed).as("%s of %s", kind, text).isNotBlank();
                assertThat(halves(changed)).isLessThanOrEqualTo(2 * halves(text));
            }
        }
    }

    /** Surrogates without their partner. */
    private static long halves(String text) {
        return text.codePoints()
                .filter(codePoint -> codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE)
                .count();
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1.1, Double.NaN, Double.POSITIVE_INFINITY})
    void refusesStrengthsOutOfRange(double strength) {
        assertThatThrownBy(() -> TextPerturbation.WORD_ORDER.apply("a b", strength, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Strength of word_order must be 0 to 1, got " + strength);
    }

    @Test
    void aNameThatIsNoneIsRefusedWithThoseThatAre() {
        assertThat(TextPerturbation.named("word_order")).isEqualTo(TextPerturbation.WORD_ORDER);
        assertThatThrownBy(() -> TextPerturbation.named("noise"))
                .hasMessage("Unknown text perturbation 'noise'"
                        + " (expected: typos, case, synonyms, word_order, paraphrase)");
    }

    @Test
    void typosAreOneInnerSlipAWordOfFourLetters() {
        for (String changed : tenOf(TextPerturbation.TYPOS, "the dogs (sleeping) now", 1)) {
            String[] words = changed.split(" ");
            assertThat(words).hasSize(4);
            assertThat(words[0]).isEqualTo("the");
            assertThat(words[3]).isEqualTo("now");
            assertThat(words[1]).isNotEqualTo("dogs").startsWith("d").endsWith("s");
            assertThat(words[1].length()).isBetween(3, 5);
            assertThat(words[2]).isNotEqualTo("(sleeping)").startsWith("(s").endsWith("g)");
        }
    }

    @ParameterizedTest
    @CsvSource({"q, w", "p, o", "A, S", "l, k", "é, é", "ab, ab"})
    void neighboursAreBesideOnTheKeyboard(String letter, String neighbour) {
        assertThat(Typos.neighbour(letter, new SplittableRandom(1))).isEqualTo(neighbour);
    }

    @Test
    void halfOfTheWordsAreHitAtHalfTheStrength() {
        String text = "alpha bravo delta hotel india oscar romeo tango";

        for (String changed : tenOf(TextPerturbation.TYPOS, text, 0.5)) {
            List<String> kept = Arrays.stream(changed.split(" "))
                    .filter(word -> Arrays.asList(text.split(" ")).contains(word))
                    .toList();
            assertThat(kept).hasSize(4);
        }
    }

    @Test
    void caseChangesNothingButTheCase() {
        List<String> changed = LongStream.range(0, 60)
                .mapToObj(seed -> TextPerturbation.CASE.apply(CAPTION, 1, seed))
                .toList();

        assertThat(changed)
                .allSatisfy(text -> assertThat(text).isEqualToIgnoringCase(CAPTION))
                .contains(CAPTION.toUpperCase(Locale.ROOT), CAPTION.toLowerCase(Locale.ROOT));
        assertThat(new TreeSet<>(changed)).hasSizeGreaterThan(10);
    }

    @Test
    void synonymsKeepCasePunctuationAndArticles() {
        assertThat(tenOf(TextPerturbation.SYNONYMS, "Autumn, an evening in a COAT.", 1))
                .containsOnly("Fall, a dusk in a JACKET.");
        assertThat(tenOf(TextPerturbation.SYNONYMS, "a plane and a zebra", 1)).containsOnly("an aircraft and a zebra");
        assertThat(tenOf(TextPerturbation.SYNONYMS, "zebra crossing", 1)).containsOnly("zebra crossing");
    }

    @Test
    void theTableIsOfSmallWordsThatDifferFromTheirKeys() {
        assertThat(Synonyms.TABLE.byWord()).hasSizeGreaterThan(150).allSatisfy((word, others) -> {
            assertThat(others).isNotEmpty().doesNotContain(word).doesNotHaveDuplicates();
            assertThat(others).allMatch(other -> other.matches("[a-z]+"));
            assertThat(word).matches("[a-z]+");
        });
    }

    @Test
    void wordOrderKeepsTheWordsAndTheLastMark() {
        for (String changed : tenOf(TextPerturbation.WORD_ORDER, "one two three four!", 1)) {
            assertThat(changed).endsWith("!");
            assertThat(changed.replace("!", "").split(" "))
                    .containsExactlyInAnyOrder("one", "two", "three", "four")
                    .doesNotContainSequence("one", "two", "three", "four");
        }
        assertThat(tenOf(TextPerturbation.WORD_ORDER, "red car", 0.1)).containsOnly("car red");
        assertThat(tenOf(TextPerturbation.WORD_ORDER, "very very good", 0.1)).doesNotContain("very very good");
        assertThat(tenOf(TextPerturbation.WORD_ORDER, "no no", 1)).containsOnly("no no");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a photo of a great white shark.",
                "An image of a great white shark",
                "a close-up picture of a great white shark!",
                "a great white shark"
            })
    void aParaphraseSaysTheSameOfTheClass(String prompt) {
        for (String changed : tenOf(TextPerturbation.PARAPHRASE, prompt, 1)) {
            assertThat(changed)
                    .isNotEqualTo(prompt)
                    .contains("a great white shark")
                    .doesNotContain("photo of a");
            assertThat(changed).doesNotContain("image of a great").doesNotContain("close-up");
        }
    }

    @Test
    void textsOfOneSeedAreChangedIndependently() {
        List<String> sentences = LongStream.range(0, 30)
                .mapToObj(i ->
                        TextPerturbation.PARAPHRASE.apply("thing " + i, 1, 5).replace("thing " + i, "it"))
                .distinct()
                .toList();

        assertThat(sentences).hasSizeGreaterThan(6);
    }
}
