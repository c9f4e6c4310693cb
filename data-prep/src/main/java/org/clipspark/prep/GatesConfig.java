package org.clipspark.prep;

import java.io.Serializable;
import java.util.Map;
import java.util.Optional;

/**
 * What a data set must reach to be completed. Where it does not, the work is kept and there is no manifest: a run with other
 * thresholds completes it at once.
 *
 * @param maximumBadFraction most rows, 0 to 1, that may be rejected for another reason than a filter, a duplicate or the weight of a
 *     source
 * @param minimumRowsOut rows that shards must have at least
 */
public record GatesConfig(Optional<Double> maximumBadFraction, Optional<Long> minimumRowsOut) implements Serializable {
    private static final String FILTERED = "filter_|duplicate_|contaminated_|" + SourceMix.REASON;

    /** Checks the ranges. */
    public GatesConfig {
        maximumBadFraction.ifPresent(fraction -> {
            if (!(fraction >= 0 && fraction <= 1)) {
                throw new IllegalArgumentException("maximumBadFraction must be 0 to 1, got " + fraction);
            }
        });
        minimumRowsOut.ifPresent(rows -> {
            if (rows < 0) {
                throw new IllegalArgumentException("minimumRowsOut must be 0 or more, got " + rows);
            }
        });
    }

    /**
     * Compares.
     *
     * @throws GateException if a threshold is missed
     */
    void require(Funnel funnel) {
        long bad = funnel.rejected().entrySet().stream()
                .filter(reason -> !isFiltered(reason.getKey()))
                .mapToLong(Map.Entry::getValue)
                .sum();
        double fraction = funnel.rowsIn() == 0 ? 0 : (double) bad / funnel.rowsIn();
        long rows = funnel.rowsIn() - funnel.rejectedRows();
        maximumBadFraction.filter(most -> fraction > most).ifPresent(most -> {
            throw new GateException("gates.maximumBadFraction: " + bad + " of " + funnel.rowsIn() + " rows are bad ("
                    + fraction + "), at most " + most + "; rejected " + funnel.rejected());
        });
        minimumRowsOut.filter(least -> rows < least).ifPresent(least -> {
            throw new GateException("gates.minimumRowsOut: " + rows + " rows, at least " + least
                    + " expected; rejected " + funnel.rejected());
        });
    }

    private static boolean isFiltered(String reason) {
        return reason.matches("(" + FILTERED + ").*");
    }
}
