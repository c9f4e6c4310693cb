package org.clipspark.prep.source;

import org.clipspark.prep.shard.PairText;
import org.clipspark.prep.shard.RowStatus;

/** Checks class numbers: they index arrays later on. */
final class Labels {
    private static final long LARGEST = 999_999;

    private Labels() {}

    static boolean isValid(long label) {
        return label >= PairText.NO_LABEL && label <= LARGEST;
    }

    static RowStatus invalid(Object label) {
        return new RowStatus("invalid_label", "label " + label + ", expected a whole number from 0 to " + LARGEST);
    }
}
