package org.clipspark.job.robust.text;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text as words, punctuation at their ends included, and the white space around them.
 *
 * @param words at least one unless the text is blank
 * @param gaps one more than words: before the first, between them, after the last
 */
record Words(List<String> words, List<String> gaps) {
    private static final Pattern WORD = Pattern.compile("\\S+");
    // A letter with all that is combined with it; emoji of several code points are one as well.
    private static final Pattern CHARACTER = Pattern.compile("\\X");

    Words {
        words = List.copyOf(words);
        gaps = List.copyOf(gaps);
        if (gaps.size() != words.size() + 1) {
            throw new IllegalArgumentException(
                    words.size() + " words have one more gap around them, got " + gaps.size());
        }
    }

    static Words of(String text) {
        List<String> words = new ArrayList<>();
        List<String> gaps = new ArrayList<>();
        Matcher matcher = WORD.matcher(text);
        int end = 0;
        while (matcher.find()) {
            gaps.add(text.substring(end, matcher.start()));
            words.add(matcher.group());
            end = matcher.end();
        }
        gaps.add(text.substring(end));
        return new Words(words, gaps);
    }

    /** What a reader takes for single characters, in order. */
    static List<String> characters(String word) {
        return CHARACTER.matcher(word).results().map(result -> result.group()).toList();
    }

    /** The text with other words, as many, between the same gaps. */
    String with(List<String> others) {
        StringBuilder text = new StringBuilder(gaps.get(0));
        for (int i = 0; i < others.size(); i++) {
            text.append(others.get(i)).append(gaps.get(i + 1));
        }
        return text.toString();
    }

    /** A share of some things, rounded up, in random order. */
    static List<Integer> chosen(List<Integer> all, double share, SplittableRandom random) {
        List<Integer> mixed = new ArrayList<>(all);
        int count = Math.min(all.size(), (int) Math.ceil(share * all.size()));
        for (int i = 0; i < count; i++) {
            int other = random.nextInt(i, mixed.size());
            Integer first = mixed.get(i);
            mixed.set(i, mixed.get(other));
            mixed.set(other, first);
        }
        return mixed.subList(0, count);
    }
}
