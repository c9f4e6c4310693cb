package org.clipspark.job.robust.text;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Words of the same meaning in captions. */
final class Synonyms {
    private static final String RESOURCE = "synonyms.txt";
    private static final Pattern PARTS = Pattern.compile("(\\P{L}*)(\\p{L}+)(\\P{L}*)");

    /** The table that is shipped. */
    static final Synonyms TABLE = new Synonyms(read());

    private final Map<String, List<String>> byWord;

    private Synonyms(Map<String, List<String>> byWord) {
        this.byWord = Map.copyOf(byWord);
    }

    /** Each word in small letters and what may stand for it. */
    Map<String, List<String>> byWord() {
        return byWord;
    }

    /** The text with a share of its words that are in the table replaced. */
    String in(Words text, double share, SplittableRandom random) {
        List<String> words = new ArrayList<>(text.words());
        List<Integer> eligible = IntStream.range(0, words.size())
                .filter(i -> byWord.containsKey(letters(words.get(i))))
                .boxed()
                .toList();
        for (int i : Words.chosen(eligible, share, random)) {
            List<String> others = Objects.requireNonNull(byWord.get(letters(words.get(i))));
            String other = others.get(random.nextInt(others.size()));
            words.set(i, replaced(words.get(i), other));
            if (i > 0) {
                words.set(i - 1, article(words.get(i - 1), other));
            }
        }
        return text.with(words);
    }

    private static String letters(String word) {
        Matcher parts = PARTS.matcher(word);
        return parts.matches() ? parts.group(2).toLowerCase(Locale.ROOT) : "";
    }

    private static String replaced(String word, String other) {
        Matcher parts = PARTS.matcher(word);
        return parts.matches() ? parts.group(1) + inCaseOf(parts.group(2), other) + parts.group(3) : word;
    }

    private static String inCaseOf(String word, String other) {
        if (word.length() > 1 && word.equals(word.toUpperCase(Locale.ROOT))) {
            return other.toUpperCase(Locale.ROOT);
        }
        boolean isCapital = Character.isUpperCase(word.charAt(0));
        return isCapital ? other.substring(0, 1).toUpperCase(Locale.ROOT) + other.substring(1) : other;
    }

    /** "a" or "an" as the next word begins; any other word as it is. The table has no word whose sound deceives. */
    private static String article(String word, String next) {
        if (!word.equalsIgnoreCase("a") && !word.equalsIgnoreCase("an")) {
            return word;
        }
        String first = word.substring(0, 1);
        return "aeiou".indexOf(next.charAt(0)) >= 0 ? first + "n" : first;
    }

    private static Map<String, List<String>> read() {
        Map<String, List<String>> table = new HashMap<>();
        try (InputStream in = Objects.requireNonNull(Synonyms.class.getResourceAsStream(RESOURCE), RESOURCE);
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            lines.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .forEach(line -> {
                        String[] fields = line.split(" ", -1);
                        table.put(fields[0], List.of(fields).subList(1, fields.length));
                    });
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read resource " + RESOURCE, e);
        }
        return table;
    }
}
