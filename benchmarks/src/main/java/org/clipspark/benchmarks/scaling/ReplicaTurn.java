package org.clipspark.benchmarks.scaling;

import java.io.Serializable;

/**
 * What one replica measured in a turn.
 *
 * @param executor that it ran in
 * @param seconds from the start of all replicas to their end
 * @param syncSeconds of these, in averages: the waits for others included
 * @param peakMib largest resident memory of the executor, in MiB
 */
record ReplicaTurn(String executor, double seconds, double syncSeconds, long peakMib) implements Serializable {
    /** Share of the time that averages take, in percent. */
    double syncPercent() {
        return 100 * syncSeconds / seconds;
    }
}
