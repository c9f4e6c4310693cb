package org.clipspark.job.embed;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.clipspark.prep.shard.ShardSplit;

/** Which rows of a data set are embedded. */
public enum SplitChoice {
    /** Those to learn from. */
    TRAIN,
    /** Those to measure on. */
    VALIDATION,
    /** All of them, those to learn from first. */
    ALL;

    /**
     * The choice of that name.
     *
     * @throws IllegalArgumentException if there is none; the message lists the names
     */
    public static SplitChoice named(String name) {
        return Arrays.stream(values())
                .filter(choice -> choice.label().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Unknown split '" + name + "' (expected: "
                        + Arrays.stream(values()).map(SplitChoice::label).collect(Collectors.joining(", ")) + ")"));
    }

    /** Name on the command line and on disk. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The splits, in the order in which they are embedded. */
    public List<ShardSplit> splits() {
        return switch (this) {
            case TRAIN -> List.of(ShardSplit.TRAIN);
            case VALIDATION -> List.of(ShardSplit.VALIDATION);
            case ALL -> List.of(ShardSplit.TRAIN, ShardSplit.VALIDATION);
        };
    }
}
