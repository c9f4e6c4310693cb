package org.clipspark.job.data;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * Every row as often as its source's weight says. Of {@code weight * rows} uses, rounded, as many as make whole passes over the
 * source are that; the rest goes to as many rows, chosen anew for each epoch. They are the rows of whole row groups but for
 * the last one, so that a small part of a source is a small part of its bytes too.
 *
 * @param weights of the sources
 */
record WeightedPasses(List<Double> weights) implements EpochSampling {
    /** Copies the list. */
    WeightedPasses {
        weights = List.copyOf(weights);
    }

    @Override
    public long samples(List<Long> sourceRows) {
        long samples = 0;
        for (int source = 0; source < weights.size(); source++) {
            samples += uses(source, sourceRows.get(source));
        }
        return samples;
    }

    private long uses(int source, long rows) {
        return Math.round(weights.get(source) * rows);
    }

    @Override
    public List<Draw> draws(List<List<RowGroup>> sources, long seed, int epoch) {
        List<Draw> draws = new ArrayList<>();
        for (int source = 0; source < sources.size(); source++) {
            List<RowGroup> groups = sources.get(source);
            long rows = groups.stream().mapToLong(RowGroup::rows).sum();
            if (rows > 0) {
                long uses = uses(source, rows);
                int passes = (int) (uses / rows);
                for (int pass = 0; pass < passes; pass++) {
                    for (RowGroup group : groups) {
                        draws.add(Draw.whole(group, pass));
                    }
                }
                addPart(draws, groups, passes, uses % rows, seed, epoch);
            }
        }
        Collections.shuffle(draws, new Random(Seeds.mix(seed, epoch)));
        return draws;
    }

    private static void addPart(List<Draw> draws, List<RowGroup> groups, int pass, long rows, long seed, int epoch) {
        long own = Seeds.mix(seed, epoch, groups.get(0).source(), pass);
        List<RowGroup> order = new ArrayList<>(groups);
        Collections.shuffle(order, new Random(own));
        long left = rows;
        for (int i = 0; left > 0; i++) {
            RowGroup group = order.get(i);
            int some = (int) Math.min(left, group.rows());
            draws.add(new Draw(group, pass, some, own));
            left -= some;
        }
    }

    @Override
    public String rule() {
        boolean isPlain = weights.equals(List.of(1.0));
        return isPlain ? "" : "weights " + weights.stream().map(String::valueOf).collect(Collectors.joining(" "));
    }
}
