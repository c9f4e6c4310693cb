package org.clipspark.job.suite.cell;

/**
 * How far training was where a checkpoint was written.
 *
 * @param epoch finished epochs
 * @param step optimizer steps
 * @param samplesSeen pairs trained on
 */
public record Progress(int epoch, long step, long samplesSeen) {
    /** Of weights that say nothing about their training. */
    public static final Progress UNKNOWN = new Progress(0, 0, 0);
}
