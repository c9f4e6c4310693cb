package org.clipspark.prep.source;

import java.util.Optional;
import org.clipspark.prep.shard.PairText;
import org.clipspark.prep.shard.RowStatus;

/** Reads class numbers: they index arrays later on. */
final class Labels {
    private static final int LARGEST = 999_999;

    private Labels() {}

    /** The label that a text spells, {@link PairText#NO_LABEL} of an empty one, nothing of any other text. */
    static Optional<Integer> parse(String text) {
        if (text.isEmpty()) {
            return Optional.of(PairText.NO_LABEL);
        }
        return text.matches("\\d{1,9}") && Integer.parseInt(text) <= LARGEST
                ? Optional.of(Integer.parseInt(text))
                : Optional.empty();
    }

    static RowStatus invalid(String label) {
        return new RowStatus("invalid_label", "label " + label + ", expected a whole number from 0 to " + LARGEST);
    }
}
