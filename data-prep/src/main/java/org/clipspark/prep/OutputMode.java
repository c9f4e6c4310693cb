package org.clipspark.prep;

/** What a run does with what is in its output folder already. */
public enum OutputMode {
    /**
     * Goes on where a run with the same settings was cut off; a complete data set of the same settings and sources stays as
     * it is, any other one is refused.
     */
    INCREMENTAL,
    /** Begins anew; what is there is removed. */
    OVERWRITE,
    /** Adds the rows of files that are new, or applies other filters, to a data set whose parts were kept. */
    EXTEND
}
