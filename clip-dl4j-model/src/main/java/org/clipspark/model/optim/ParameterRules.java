package org.clipspark.model.optim;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.clipspark.model.compute.ParameterLayout;

/**
 * How the updates of a model's parameters differ.
 *
 * @param weightDecayRule which parameters are decayed
 * @param learningRateScale factor on the learning rate by name of the parameter, at least 0; with 0 the parameter stays as
 *     it is
 */
public record ParameterRules(WeightDecayRule weightDecayRule, ToDoubleFunction<String> learningRateScale) {
    /** All parameters learn at the same rate, and are decayed as in open_clip. */
    public static final ParameterRules ALIKE = new ParameterRules(WeightDecayRule.DIMENSIONS, name -> 1);

    /** A stretch of the flat vectors that is updated alike. */
    record Range(long offset, long size, double learningRateScale, double weightDecay) {
        private boolean continuesWith(Range next) {
            return next.offset == offset + size
                    && next.learningRateScale == learningRateScale
                    && next.weightDecay == weightDecay;
        }
    }

    /**
     * The table of groups, fastest first, of equal rate the decayed first.
     *
     * @param weightDecay decay of the parameters that are decayed
     */
    public List<ParameterGroup> groups(ParameterLayout layout, double weightDecay) {
        Map<List<Double>, List<ParameterLayout.Entry>> members = new LinkedHashMap<>();
        for (ParameterLayout.Entry entry : layout.trainedEntries()) {
            Range range = range(entry, weightDecay);
            members.computeIfAbsent(List.of(range.learningRateScale(), range.weightDecay()), key -> new ArrayList<>())
                    .add(entry);
        }
        List<ParameterGroup> groups = new ArrayList<>();
        members.forEach((key, entries) -> groups.add(new ParameterGroup(
                key.get(0),
                key.get(1),
                entries.stream().mapToLong(entry -> entry.shape().size()).sum(),
                entries.stream().map(ParameterLayout.Entry::name).toList())));
        groups.sort(Comparator.comparingDouble(ParameterGroup::learningRateScale)
                .thenComparingDouble(ParameterGroup::weightDecay)
                .reversed());
        return groups;
    }

    /** The longest stretches of parameters that are updated, in order. */
    List<Range> ranges(ParameterLayout layout, double weightDecay) {
        List<Range> ranges = new ArrayList<>();
        for (ParameterLayout.Entry entry : layout.trainedEntries()) {
            Range next = range(entry, weightDecay);
            int last = ranges.size() - 1;
            if (last >= 0 && ranges.get(last).continuesWith(next)) {
                Range before = ranges.get(last);
                ranges.set(
                        last,
                        new Range(
                                before.offset(),
                                before.size() + next.size(),
                                next.learningRateScale(),
                                next.weightDecay()));
            } else {
                ranges.add(next);
            }
        }
        ranges.removeIf(range -> range.learningRateScale() == 0);
        return ranges;
    }

    private Range range(ParameterLayout.Entry entry, double weightDecay) {
        double scale = learningRateScale.applyAsDouble(entry.name());
        if (!(scale >= 0 && Double.isFinite(scale))) {
            throw new IllegalArgumentException(
                    "The learning rate scale of " + entry.name() + " must be a number of at least 0, got " + scale);
        }
        boolean isDecayed = scale > 0 && weightDecayRule.decays(entry);
        return new Range(entry.offset(), entry.shape().size(), scale, isDecayed ? weightDecay : 0);
    }
}
