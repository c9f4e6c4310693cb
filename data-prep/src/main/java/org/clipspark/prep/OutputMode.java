package org.clipspark.prep;

/** What a run does with what is in its output folder already. */
public enum OutputMode {
    /**
     * Goes on where a run with the same settings was cut off; work of other settings and complete data sets are refused.
     */
    INCREMENTAL,
    /** Begins anew; what is there is removed. */
    OVERWRITE,
    /** Adds the rows of files that are new, or applies other filters, to a data set whose parts were kept. */
    EXTEND
}
