package org.clipspark.job.robust.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Words in another case. */
final class LetterCase {
    private static final int FORMS = 3;

    private LetterCase() {}

    /** One of capitals, small letters and both at random for a share of the words that it changes. */
    static String of(Words text, double share, SplittableRandom random) {
        int first = random.nextInt(FORMS);
        for (int i = 0; i < FORMS; i++) {
            String changed = of(text, (first + i) % FORMS, share, random);
            if (!changed.equals(text.with(text.words()))) {
                return changed;
            }
        }
        return text.with(text.words());
    }

    private static String of(Words text, int form, double share, SplittableRandom random) {
        List<String> forms = text.words().stream()
                .map(word -> switch (form) {
                    case 0 -> word.toUpperCase(Locale.ROOT);
                    case 1 -> word.toLowerCase(Locale.ROOT);
                    default -> mixed(word, random);
                })
                .toList();
        List<Integer> eligible = IntStream.range(0, forms.size())
                .filter(i -> !forms.get(i).equals(text.words().get(i)))
                .boxed()
                .toList();
        List<String> words = new ArrayList<>(text.words());
        for (int i : Words.chosen(eligible, share, random)) {
            words.set(i, forms.get(i));
        }
        return text.with(words);
    }

    private static String mixed(String word, SplittableRandom random) {
        StringBuilder mixed = new StringBuilder();
        for (String character : Words.characters(word)) {
            mixed.append(
                    random.nextBoolean() ? character.toUpperCase(Locale.ROOT) : character.toLowerCase(Locale.ROOT));
        }
        return mixed.toString();
    }
}
