package org.clipspark.job.scaling;

/**
 * What a scaling study does.
 *
 * @param irreducible whether the law has a constant term
 * @param heldOut largest models of the frontier that are predicted from the others, at least 0
 * @param resamples for the interval of the exponent, at least 100
 * @param confidence of that interval, above 0 and below 1
 * @param seed of the resamples
 */
public record ScalingSettings(boolean irreducible, int heldOut, int resamples, double confidence, long seed) {
    private static final int FEWEST_RESAMPLES = 100;

    /** Checks the values. */
    public ScalingSettings {
        if (heldOut < 0 || resamples < FEWEST_RESAMPLES || !(confidence > 0 && confidence < 1)) {
            throw new IllegalArgumentException("A scaling study holds out at least 0 models, resamples at least "
                    + FEWEST_RESAMPLES + " times and has a confidence above 0 and below 1, got " + heldOut + ", "
                    + resamples + " and " + confidence);
        }
    }
}
