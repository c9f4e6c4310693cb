package org.clipspark.job.data;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/**
 * Row groups drawn with replacement until there are enough samples, as open_clip draws shards with {@code
 * --dataset-resampled}: each with a probability in proportion to its source's weight. So rows of a source of twice the
 * weight are drawn twice as often, and a source's share of the samples is in proportion to weight times rows.
 *
 * @param weights of the sources
 * @param samplesPerEpoch samples of an epoch
 */
record ResampledGroups(List<Double> weights, long samplesPerEpoch) implements EpochSampling {
    /** Copies the list. */
    ResampledGroups {
        weights = List.copyOf(weights);
    }

    @Override
    public long samples(List<Long> sourceRows) {
        return sourceRows.stream().allMatch(rows -> rows == 0) ? 0 : samplesPerEpoch;
    }

    @Override
    public List<Draw> draws(List<List<RowGroup>> sources, long seed, int epoch) {
        SplittableRandom random = new SplittableRandom(Seeds.mix(seed, epoch));
        double total = 0;
        for (int source = 0; source < sources.size(); source++) {
            total += mass(sources, source);
        }
        List<Draw> draws = new ArrayList<>();
        for (long left = total > 0 ? samplesPerEpoch : 0; left > 0; ) {
            List<RowGroup> groups = sources.get(source(sources, random.nextDouble() * total));
            RowGroup group = groups.get(random.nextInt(groups.size()));
            int rows = (int) Math.min(left, group.rows());
            draws.add(new Draw(group, draws.size(), rows, random.nextLong()));
            left -= rows;
        }
        return draws;
    }

    private double mass(List<List<RowGroup>> sources, int source) {
        return weights.get(source) * sources.get(source).size();
    }

    private int source(List<List<RowGroup>> sources, double at) {
        double below = 0;
        int last = 0;
        for (int source = 0; source < sources.size(); source++) {
            below += mass(sources, source);
            if (at < below) {
                return source;
            }
            last = sources.get(source).isEmpty() ? last : source;
        }
        // Only rounding leads here.
        return last;
    }

    @Override
    public String rule() {
        return samplesPerEpoch + " samples drawn by the weights "
                + weights.stream().map(String::valueOf).collect(Collectors.joining(" "));
    }
}
