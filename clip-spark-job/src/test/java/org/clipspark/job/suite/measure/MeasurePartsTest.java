package org.clipspark.job.suite.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.clipspark.job.eval.Embeddings;
import org.clipspark.job.suite.cell.Findings;
import org.clipspark.job.suite.cell.Interval;
import org.clipspark.job.suite.settings.IntervalSettings;
import org.junit.jupiter.api.Test;

class MeasurePartsTest {
    private final Intervals intervals = new Intervals(new IntervalSettings(500, 0.95, 1));

    @Test
    void aClassIsTheMeanOfItsOwnPromptsHoweverManyItHas() {
        Embeddings prompts = Embeddings.of(new float[] {1, 0, 0, 1, 0, 1}, 2);

        Embeddings classifier = Classifier.of(prompts, List.of(2, 1));

        float half = (float) Math.sqrt(0.5);
        assertThat(classifier.values()).containsExactly(new float[] {half, half, 0, 1}, within(1e-6f));
    }

    @Test
    void theWorstGroupAndItsDistanceFromTheBestAreFound() {
        List<String> column = List.of("day", "night", "day", "night", "left out");
        int[] rows = {0, 1, 2, 3};
        boolean[] right = {true, false, true, true};

        List<Findings.Slice> groups = Groups.of(column, rows, right);

        assertThat(groups).containsExactly(new Findings.Slice("day", 2, 1), new Findings.Slice("night", 2, 0.5));
        assertThat(Groups.metrics(groups))
                .containsExactly(
                        entry("worst_group_acc1", 0.5), entry("group_gap", 0.5), entry("group_mean_acc1", 0.75));
        assertThat(Groups.metrics(List.of())).isEmpty();
    }

    @Test
    void aColumnOfNamesIsNoColumnOfGroups() {
        List<String> names = IntStream.range(0, 1001).mapToObj(String::valueOf).toList();

        assertThatThrownBy(() -> Groups.of(names, IntStream.range(0, 1001).toArray(), new boolean[1001]))
                .hasMessage("The column of slices has 1001 different values, expected at most 1000: take a column with"
                        + " groups");
    }

    @Test
    void anIntervalIsNoPointWhereAllAreRight() {
        Interval interval = intervals.mean(new double[] {1, 1, 1, 1});

        // Wilson's interval of 4 out of 4: 1 / (1 + 1.96^2 / 4).
        assertThat(interval.low()).isCloseTo(0.510, within(1e-3));
        assertThat(interval.high()).isEqualTo(1);
    }

    @Test
    void captionsOfOneImageDoNotCountAsIndependent() {
        List<Double> hits = new ArrayList<>(Collections.nCopies(50, 1.0));
        hits.addAll(Collections.nCopies(50, 0.0));
        double[] values = hits.stream().mapToDouble(Double::doubleValue).toArray();
        int[] images = IntStream.range(0, 100).map(i -> i / 10).toArray();

        Interval single = intervals.mean(values);
        Interval clustered = intervals.mean(values, images);

        assertThat(clustered.high() - clustered.low()).isGreaterThan(2 * (single.high() - single.low()));
    }
}
