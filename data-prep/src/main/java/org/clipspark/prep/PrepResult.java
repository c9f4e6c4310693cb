package org.clipspark.prep;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a run made of its sources.
 *
 * @param rowsIn rows that the sources delivered: {@code rowsOut} plus the sum of {@code rejected}
 * @param rowsOut rows in shards
 * @param rejected reason to rows
 * @param shards files that the manifest lists
 * @param seconds wall time
 */
public record PrepResult(
        @JsonProperty("rows_in") long rowsIn,
        @JsonProperty("rows_out") long rowsOut,
        Map<String, Long> rejected,
        int shards,
        double seconds) {
    /** Sorts the reasons. */
    public PrepResult {
        rejected = new TreeMap<>(rejected);
    }

    /** In words, for people. */
    String summary(String output) {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT, "%s: %,d of %,d rows in %d shards, %.1f s", output, rowsOut, rowsIn, shards, seconds));
        rejected.forEach(
                (reason, rows) -> text.append(String.format(Locale.ROOT, "%n  rejected %s: %,d", reason, rows)));
        return text.toString();
    }
}
