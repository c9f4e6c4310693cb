package org.clipspark.model.compute;

/**
 * Neighbouring tokens of each sequence of a batch.
 *
 * @param tokens length of each sequence, {@code T}
 * @param from first of them, from 0
 * @param to one behind the last of them, at most {@code tokens}
 */
public record TokenRange(int tokens, int from, int to) {
    /** Checks that the range is not empty and lies within a sequence. */
    public TokenRange {
        if (from < 0 || from >= to || to > tokens) {
            throw new IllegalArgumentException(
                    "A range needs 0 <= from < to <= tokens, got from=" + from + " to=" + to + " tokens=" + tokens);
        }
    }

    /** Number of tokens in the range. */
    public int count() {
        return to - from;
    }
}
