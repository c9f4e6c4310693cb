package org.clipspark.job.robust.text;

import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/**
 * A way to change a caption or a prompt, for measuring how much a model depends on the wording. Whether the name of a class
 * survives in a prompt, each kind says.
 */
public enum TextPerturbation {
    /**
     * Slips of the keyboard: a neighbouring key, two letters swapped, one left out or doubled, one slip in a word of at least four
     * letters, whose first and last letter stay. Names of classes are hit like other words.
     */
    TYPOS {
        @Override
        String change(String text, double strength, SplittableRandom random) {
            return Typos.in(Words.of(text), strength, random);
        }
    },

    /** Words in capitals, in small letters, or in both at random. Names of classes survive but for their case. */
    CASE {
        @Override
        String change(String text, double strength, SplittableRandom random) {
            return LetterCase.of(Words.of(text), strength, random);
        }
    },

    /**
     * Everyday words replaced by others of the same meaning, from a small table of English; articles before them follow. The name
     * of a class survives unless one of its words is in the table.
     */
    SYNONYMS {
        @Override
        String change(String text, double strength, SplittableRandom random) {
            return Synonyms.TABLE.in(Words.of(text), strength, random);
        }
    },

    /** Words in another order. Each word survives, a name of several may be torn apart. */
    WORD_ORDER {
        @Override
        String change(String text, double strength, SplittableRandom random) {
            return WordOrder.of(Words.of(text), strength, random);
        }
    },

    /**
     * What a prompt or caption shows, in another English sentence. The name of a class survives to the letter. There is no half of
     * it: any strength above 0 does the same.
     */
    PARAPHRASE {
        @Override
        String change(String text, double strength, SplittableRandom random) {
            return Paraphrases.of(text, random);
        }
    };

    private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;

    /** Changes a text that has a word, by a strength above 0. */
    abstract String change(String text, double strength, SplittableRandom random);

    /**
     * The kind of a name.
     *
     * @throws IllegalArgumentException if there is none, with the names that there are
     */
    public static TextPerturbation named(String name) {
        return Arrays.stream(values())
                .filter(kind -> kind.label().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Unknown text perturbation '" + name + "' (expected: "
                        + Arrays.stream(values()).map(TextPerturbation::label).collect(Collectors.joining(", "))
                        + ")"));
    }

    /** Name in files and reports: lower case with underscores. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The changed text: the same for the same text, strength and seed. Texts of one seed are changed independently of each
     * other. A text in which there is nothing to change comes back as it is; one that has a word never comes back without.
     *
     * @param strength share of the words that can be changed which are: 0 for none, 1 for all; above 0 at least one
     * @throws IllegalArgumentException if the strength is out of range
     */
    public String apply(String text, double strength, long seed) {
        if (!(strength >= 0 && strength <= 1)) {
            throw new IllegalArgumentException("Strength of " + label() + " must be 0 to 1, got " + strength);
        }
        if (strength == 0 || text.isBlank()) {
            return text;
        }
        long key = new SplittableRandom(seed).nextLong();
        return change(text, strength, new SplittableRandom(key ^ (text.hashCode() * GOLDEN_RATIO)));
    }
}
