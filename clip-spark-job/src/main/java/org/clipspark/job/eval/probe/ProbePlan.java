package org.clipspark.job.eval.probe;

import org.clipspark.model.dl4j.ProbeSettings;

/**
 * How a probe is made.
 *
 * @param shots rows of each class to learn from, or {@link #ALL_ROWS}
 * @param validationShare of each class's rows that judge the weight decay before the final fit takes them too, at least 0
 *     and below 1; 0 for no search, with the settings' own weight decay
 * @param learning how the probe learns
 * @param seed of the choice of rows
 */
public record ProbePlan(int shots, double validationShare, ProbeSettings learning, long seed) {
    /** Stands for all rows of each class. */
    public static final int ALL_ROWS = 0;

    /** All rows, a fifth of them to judge by, CLIP_benchmark's learning rate and epochs. */
    public static final ProbePlan DEFAULT = new ProbePlan(ALL_ROWS, 0.2, ProbeSettings.DEFAULT, 0);

    /** Checks the values. */
    public ProbePlan {
        if (shots < 0) {
            throw new IllegalArgumentException("shots must be at least 1, or 0 for all rows, got " + shots);
        }
        if (!(validationShare >= 0 && validationShare < 1)) {
            throw new IllegalArgumentException(
                    "validationShare must be at least 0 and below 1, got " + validationShare);
        }
    }

    /** The same with so many rows of each class. */
    public ProbePlan withShots(int rows) {
        return new ProbePlan(rows, validationShare, learning, seed);
    }
}
