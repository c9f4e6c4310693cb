package org.clipspark.job.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class EpochSamplingPropertyTest {
    @Property(tries = 200)
    void usesEachRowAsOftenAsItsWeightAllows(
            @ForAll @Size(min = 1, max = 4) List<@DoubleRange(min = 0.01, max = 4) Double> weights,
            @ForAll @Size(max = 8) List<@IntRange(min = 1, max = 12) Integer> groupRows,
            @ForAll long seed) {
        EpochSampling sampling = new WeightedPasses(weights);
        List<List<RowGroup>> sources = sources(weights.size(), groupRows);
        long rows = groupRows.stream().mapToLong(Integer::longValue).sum();

        List<Draw> draws = sampling.draws(sources, seed, 1);

        assertThat(total(draws))
                .isEqualTo(sampling.samples(weights.stream().map(weight -> rows).toList()));
        Map<RowGroup, Integer> uses = new HashMap<>();
        draws.forEach(draw -> uses.merge(draw.group(), draw.rows(), Integer::sum));
        uses.forEach((group, used) -> {
            double weight = weights.get(group.source());
            assertThat(used).isBetween((int) Math.floor(weight) * group.rows(), (int) Math.ceil(weight) * group.rows());
        });
        assertThat(draws).as("no use of a row twice").doesNotHaveDuplicates();
        assertThat(draws.stream().filter(draw -> draw.rows() < draw.group().rows()))
                .as("groups that are read for a part of their rows")
                .hasSizeLessThanOrEqualTo(weights.size());
    }

    @Property(tries = 200)
    void drawsSoManySamplesAndTellsTheDrawsApart(
            @ForAll @Size(min = 1, max = 4) List<@DoubleRange(min = 0.01, max = 4) Double> weights,
            @ForAll @Size(min = 1, max = 8) List<@IntRange(min = 1, max = 12) Integer> groupRows,
            @ForAll @IntRange(min = 2, max = 500) int samples,
            @ForAll long seed) {
        List<Draw> draws = new ResampledGroups(weights, samples).draws(sources(weights.size(), groupRows), seed, 1);

        assertThat(total(draws)).isEqualTo(samples);
        Set<Integer> numbers = new HashSet<>();
        draws.forEach(draw -> assertThat(numbers.add(draw.number())).isTrue());
    }

    private static List<List<RowGroup>> sources(int count, List<Integer> groupRows) {
        List<List<RowGroup>> sources = new ArrayList<>();
        long firstRow = 0;
        for (int source = 0; source < count; source++) {
            List<RowGroup> groups = new ArrayList<>();
            for (int i = 0; i < groupRows.size(); i++) {
                groups.add(new RowGroup(source, "file", i, groupRows.get(i), firstRow, 1));
                firstRow += groupRows.get(i);
            }
            sources.add(groups);
        }
        return sources;
    }

    private static long total(List<Draw> draws) {
        return draws.stream().mapToLong(Draw::rows).sum();
    }
}
