package org.clipspark.model.compute;

import java.util.List;

/**
 * Sequences of several lengths as rows of one token matrix: groups of equally long sequences, one group after another.
 *
 * @param groups in the order of their rows
 * @param squares room for the token-by-token matrices of attention, in elements per head: at least the sum over all
 *     sequences of {@code T * T}. A bound that does not depend on the lengths keeps the places of all other tensors.
 */
public record SequenceGroups(List<Group> groups, long squares) {
    /**
     * Equally long sequences.
     *
     * @param sequences how many, at least 1
     * @param tokens length of each, at least 1
     */
    public record Group(int sequences, int tokens) {
        /** Checks the numbers. */
        public Group {
            if (sequences < 1 || tokens < 1) {
                throw new IllegalArgumentException(
                        "A group needs sequences and tokens, got " + sequences + " and " + tokens);
            }
        }

        /** Rows in the token matrix. */
        public long rows() {
            return (long) sequences * tokens;
        }

        /** Elements of the token-by-token matrices of one head. */
        public long squares() {
            return rows() * tokens;
        }
    }

    /** Checks that there is room. */
    public SequenceGroups {
        groups = List.copyOf(groups);
        long needed = groups.stream().mapToLong(Group::squares).sum();
        if (squares < needed) {
            throw new IllegalArgumentException("The groups need room for " + needed + " elements, got " + squares);
        }
    }

    /** Sequences that are all equally long. */
    public static SequenceGroups equal(int sequences, int tokens) {
        Group all = new Group(sequences, tokens);
        return new SequenceGroups(List.of(all), all.squares());
    }

    /** Rows of the token matrix. */
    public long rows() {
        return groups.stream().mapToLong(Group::rows).sum();
    }
}
