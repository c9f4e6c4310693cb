package org.clipspark.model.input;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * Finds the merges of counted words: again and again the most frequent pair of neighbours, of equals the one with the
 * smaller left and then right token. Pair counts are kept up to date word by word instead of counted anew.
 */
final class MergeLearner {
    // A pair that occurs once teaches nothing about other captions.
    private static final long FEWEST = 2;

    private final List<String> texts = new ArrayList<>();
    private final Set<String> known = new HashSet<>();
    private final int[][] words;
    private final long[] counts;
    private final Map<Long, Pair> pairs = new HashMap<>();
    private final PriorityQueue<Candidate> queue = new PriorityQueue<>(
            Comparator.comparingLong(Candidate::count).reversed().thenComparingLong(Candidate::key));

    /** Words, one character per byte, and how often each occurs. */
    MergeLearner(Map<String, Long> wordCounts) {
        for (int id = 0; id < BytePairVocabulary.FIRST_MERGE; id++) {
            addToken(BytePairVocabulary.textOfByte(id));
        }
        words = new int[wordCounts.size()][];
        counts = new long[wordCounts.size()];
        int index = 0;
        for (Map.Entry<String, Long> word : wordCounts.entrySet()) {
            words[index] = symbols(word.getKey());
            counts[index] = word.getValue();
            count(index, counts[index]);
            index++;
        }
        for (int word = 0; word < words.length; word++) {
            noteOccurrences(word, -1);
        }
        pairs.forEach((key, pair) -> queue.add(new Candidate(key, pair.count)));
    }

    /** A pair at the count it had when it was queued. */
    private record Candidate(long key, long count) {}

    private static final class Pair {
        private long count;
        private int[] occurrences = new int[4];
        private int size;

        private void occursIn(int word) {
            if (size > 0 && occurrences[size - 1] == word) {
                return;
            }
            if (size == occurrences.length) {
                occurrences = Arrays.copyOf(occurrences, 2 * size);
            }
            occurrences[size++] = word;
        }
    }

    /** At most {@code most} merges in the form of a vocabulary file, in order. */
    List<String> learn(int most) {
        List<String> merges = new ArrayList<>();
        while (merges.size() < most) {
            Candidate best = queue.poll();
            if (best == null || best.count() < FEWEST) {
                break;
            }
            Pair pair = pairs.get(best.key());
            long count = pair == null ? 0 : pair.count;
            if (pair == null || count != best.count()) {
                // Queued before other merges took some of its occurrences.
                queue.add(new Candidate(best.key(), count));
                continue;
            }
            String left = texts.get((int) (best.key() >>> 32));
            String right = texts.get((int) best.key());
            // The same letters reached another way are that token already; a second one would be ambiguous.
            if (!known.contains(left + right)) {
                merges.add(left + " " + right);
                merge(best.key(), pair, addToken(left + right));
            }
        }
        return merges;
    }

    private void merge(long key, Pair pair, int merged) {
        Set<Long> grown = new HashSet<>();
        for (int i = 0; i < pair.size; i++) {
            int index = pair.occurrences[i];
            count(index, -counts[index]);
            words[index] = replaced(words[index], key, merged);
            count(index, counts[index]);
            grown.addAll(noteOccurrences(index, merged));
        }
        pairs.remove(key);
        for (Long grownKey : grown) {
            Pair grownPair = pairs.get(grownKey);
            if (grownPair != null) {
                queue.add(new Candidate(grownKey, grownPair.count));
            }
        }
    }

    private static int[] replaced(int[] word, long key, int merged) {
        int[] to = new int[word.length];
        int size = 0;
        for (int i = 0; i < word.length; i++) {
            boolean found = i + 1 < word.length && key(word[i], word[i + 1]) == key;
            to[size++] = found ? merged : word[i];
            i += found ? 1 : 0;
        }
        return Arrays.copyOf(to, size);
    }

    private void count(int index, long change) {
        int[] word = words[index];
        for (int i = 0; i + 1 < word.length; i++) {
            pairs.computeIfAbsent(key(word[i], word[i + 1]), k -> new Pair()).count += change;
        }
    }

    /** Notes where the pairs with that token occur, or all pairs for -1; gives the noted pairs. */
    private Set<Long> noteOccurrences(int index, int token) {
        Set<Long> noted = new HashSet<>();
        int[] word = words[index];
        for (int i = 0; i + 1 < word.length; i++) {
            if (token < 0 || word[i] == token || word[i + 1] == token) {
                long key = key(word[i], word[i + 1]);
                pairs.computeIfAbsent(key, k -> new Pair()).occursIn(index);
                noted.add(key);
            }
        }
        return noted;
    }

    private int addToken(String text) {
        texts.add(text);
        known.add(text);
        return texts.size() - 1;
    }

    private static int[] symbols(String word) {
        int[] symbols = new int[word.length()];
        for (int i = 0; i < symbols.length; i++) {
            symbols[i] = ByteAlphabet.idOf(word.charAt(i));
        }
        symbols[symbols.length - 1] += BytePairVocabulary.BYTES;
        return symbols;
    }

    private static long key(int left, int right) {
        return ((long) left << 32) | right;
    }
}
