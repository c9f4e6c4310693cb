package org.clipspark.model.input;

import java.util.Arrays;
import java.util.PriorityQueue;

/** Byte-pair encoding of one word: the earliest learnt merge first, the leftmost of equals first. */
final class WordMerger {
    // Scanning all pairs after each merge wins on real words; a long run of letters would make it quadratic.
    private static final int LONGEST_SCANNED = 64;

    private final PairRanks ranks;

    WordMerger(PairRanks ranks) {
        this.ranks = ranks;
    }

    /** Tokens of the word that {@code text} holds in UTF-8 from {@code start} to before {@code end}. */
    int[] merge(byte[] text, int start, int end) {
        int[] symbols = new int[end - start];
        for (int i = 0; i < symbols.length; i++) {
            symbols[i] = ByteAlphabet.idOf(text[start + i] & 0xFF);
        }
        symbols[symbols.length - 1] += BytePairVocabulary.BYTES;
        int size = symbols.length <= LONGEST_SCANNED ? mergeByScan(symbols) : mergeByQueue(symbols);
        return Arrays.copyOf(symbols, size);
    }

    private int mergeByScan(int[] symbols) {
        int size = symbols.length;
        while (size > 1) {
            int best = PairRanks.NONE;
            int at = 0;
            for (int i = 0; i + 1 < size; i++) {
                int merged = ranks.merged(symbols[i], symbols[i + 1]);
                if (merged < best) {
                    best = merged;
                    at = i;
                }
            }
            if (best == PairRanks.NONE) {
                break;
            }
            symbols[at] = best;
            size--;
            System.arraycopy(symbols, at + 2, symbols, at + 1, size - at - 1);
        }
        return size;
    }

    // A merged token has a larger id than its parts, so a new pair never comes before one that waits.
    private int mergeByQueue(int[] symbols) {
        int length = symbols.length;
        int[] next = new int[length];
        int[] previous = new int[length];
        PriorityQueue<Long> queue = new PriorityQueue<>();
        for (int i = 0; i < length; i++) {
            next[i] = i + 1;
            previous[i] = i - 1;
            offer(queue, symbols, i, i + 1);
        }
        for (Long head = queue.poll(); head != null; head = queue.poll()) {
            int merged = (int) (head >>> 32);
            int left = head.intValue();
            int right = next[left];
            if (symbols[left] < 0 || right == length || ranks.merged(symbols[left], symbols[right]) != merged) {
                continue;
            }
            symbols[left] = merged;
            symbols[right] = -1;
            next[left] = next[right];
            if (next[left] < length) {
                previous[next[left]] = left;
                offer(queue, symbols, left, next[left]);
            }
            offer(queue, symbols, previous[left], left);
        }
        return compact(symbols);
    }

    private void offer(PriorityQueue<Long> queue, int[] symbols, int left, int right) {
        if (left >= 0 && right < symbols.length) {
            int merged = ranks.merged(symbols[left], symbols[right]);
            if (merged != PairRanks.NONE) {
                queue.add(((long) merged << 32) | left);
            }
        }
    }

    private static int compact(int[] symbols) {
        int size = 0;
        for (int symbol : symbols) {
            if (symbol >= 0) {
                symbols[size++] = symbol;
            }
        }
        return size;
    }
}
