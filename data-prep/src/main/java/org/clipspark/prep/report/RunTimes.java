package org.clipspark.prep.report;

import java.util.List;

/**
 * What a run took, in {@code run.json}.
 *
 * @param started UTC, ISO 8601
 * @param seconds from begin to end
 * @param phases in their order
 * @param versions of what took part, such as Java and Spark
 */
public record RunTimes(String started, double seconds, List<Phase> phases, List<String> versions) {
    /** Name of the file in a data set's folder. */
    public static final String FILE_NAME = "run.json";

    /** Nothing known. */
    public static final RunTimes NONE = new RunTimes("", 0, List.of(), List.of());

    /** Copies. */
    public RunTimes {
        phases = List.copyOf(phases);
        versions = List.copyOf(versions);
    }

    /**
     * A part of a run.
     *
     * @param name what was done
     * @param seconds by the clock
     * @param rows that it worked on; 0 for a phase that was done already
     * @param rowsPerSecond {@code rows / seconds}; 0 where the time is too short to tell
     */
    public record Phase(String name, double seconds, long rows, double rowsPerSecond) {
        /** Computes the rate. */
        public static Phase of(String name, double seconds, long rows) {
            return new Phase(name, seconds, rows, seconds > 0 ? rows / seconds : 0);
        }
    }
}
