package org.clipspark.prep.source;

import java.io.IOException;
import org.clipspark.prep.shard.PairOrigin;
import org.clipspark.prep.shard.PairText;
import org.clipspark.prep.shard.RowStatus;

/** The row that stands for the rest of a file that breaks off. */
final class BrokenFile {
    static final String REASON = "broken_file";

    private BrokenFile() {}

    static SourcePair at(PairOrigin origin, Exception cause) {
        String kind = cause instanceof IOException ? "damaged archive" : "damaged file";
        String message = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
        return SourcePair.rejected(
                origin,
                origin.file() + "#broken",
                PairText.NONE,
                new RowStatus(REASON, kind + " from row " + origin.position() + " on: " + message));
    }
}
