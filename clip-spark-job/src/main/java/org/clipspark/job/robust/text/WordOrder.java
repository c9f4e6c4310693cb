package org.clipspark.job.robust.text;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Words in another order; the mark that ends the text stays at its end. */
final class WordOrder {
    private static final Pattern LAST_WORD = Pattern.compile("(.*?)([.!?,;:]*)", Pattern.DOTALL);

    private WordOrder() {}

    /** A share of the words, two at least, change places in a circle, so that each of them moves. */
    static String of(Words text, double share, SplittableRandom random) {
        List<String> words = new ArrayList<>(text.words());
        int last = words.size() - 1;
        Matcher end = LAST_WORD.matcher(words.get(last));
        String mark = end.matches() && !end.group(1).isEmpty() ? end.group(2) : "";
        words.set(last, words.get(last).substring(0, words.get(last).length() - mark.length()));
        List<Integer> all = IntStream.rangeClosed(0, last).boxed().toList();
        List<Integer> moved = Words.chosen(all, Math.max(share, Math.min(1, 2.0 / words.size())), random);
        List<String> turned = new ArrayList<>(words);
        for (int i = 0; i < moved.size(); i++) {
            turned.set(moved.get(i), words.get(moved.get((i + 1) % moved.size())));
        }
        if (turned.equals(words)) {
            swapDifferent(turned);
        }
        turned.set(last, turned.get(last) + mark);
        return text.with(turned);
    }

    /** For moved words that are all the same: swaps the first word with the first other one, if there is one. */
    private static void swapDifferent(List<String> words) {
        for (int i = 1; i < words.size(); i++) {
            if (!words.get(i).equals(words.get(0))) {
                String first = words.get(0);
                words.set(0, words.get(i));
                words.set(i, first);
                return;
            }
        }
    }
}
