package org.clipspark.job.data;

import java.util.List;

/** Which row groups an epoch uses, how often and in which order; a function of seed and epoch. */
sealed interface EpochSampling permits WeightedPasses, ResampledGroups {
    /** The sampling that a configuration asks for. */
    static EpochSampling of(DataSettings settings) {
        List<Double> weights =
                settings.all().stream().map(SourceSettings::weight).toList();
        return settings.resampled()
                ? new ResampledGroups(weights, settings.samplesPerEpoch())
                : new WeightedPasses(weights);
    }

    /**
     * Samples of an epoch.
     *
     * @param sourceRows training rows of each source
     */
    long samples(List<Long> sourceRows);

    /**
     * The uses of an epoch, one after another; their rows sum to {@link #samples}.
     *
     * @param sources training row groups of each source
     */
    List<Draw> draws(List<List<RowGroup>> sources, long seed, int epoch);

    /** All that the order of an epoch depends on beside seed and data, as text; empty for every row once. */
    String rule();
}
