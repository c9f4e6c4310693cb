package org.clipspark.job.serve;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** How many requests there were, how many failed, and how long the last ones took. Safe for use by several threads. */
final class RequestTimes {
    private static final int KEPT = 10_000;
    private static final double NANOS_PER_MILLI = 1e6;

    private final long[] nanos = new long[KEPT];
    private long requests;
    private long errors;

    synchronized void add(long took, boolean isError) {
        nanos[(int) (requests % KEPT)] = took;
        requests++;
        errors += isError ? 1 : 0;
    }

    synchronized long requests() {
        return requests;
    }

    /** Counts of all requests, and milliseconds that half, and 95 of 100, of the last 10,000 took at most. */
    synchronized Map<String, Object> figures() {
        long[] sorted = Arrays.copyOf(nanos, (int) Math.min(requests, KEPT));
        Arrays.sort(sorted);
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("requests", requests);
        figures.put("errors", errors);
        figures.put("p50_ms", percentile(sorted, 0.5));
        figures.put("p95_ms", percentile(sorted, 0.95));
        return figures;
    }

    /** The smallest value that so large a share does not exceed; 0 for none. */
    private static double percentile(long[] sorted, double share) {
        return sorted.length == 0 ? 0 : sorted[(int) Math.ceil(share * sorted.length) - 1] / NANOS_PER_MILLI;
    }
}
