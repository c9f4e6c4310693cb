package org.clipspark.prep.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.clipspark.prep.filter.FilterFunnel.Stage;

class FilterFunnelPropertyTest {
    @Property
    void whatComesInGoesOutOrFailsAStep(@ForAll @Size(4) List<@LongRange(max = 1000) Long> counts) {
        FilterFunnel funnel = funnel(counts);

        long in = counts.stream().mapToLong(Long::longValue).sum();
        assertThat(funnel.stages().get(0).in()).isEqualTo(in);
        assertThat(funnel.stages().get(2).out()).isEqualTo(counts.get(3));
        for (int i = 0; i < 3; i++) {
            Stage stage = funnel.stages().get(i);
            assertThat(stage.in() - stage.out()).isEqualTo(counts.get(i));
            assertThat(stage.percent()).isBetween(0.0, 100.0);
        }
    }

    @Property
    void countingInPartsIsCountingAtOnce(
            @ForAll @Size(4) List<@LongRange(max = 1000) Long> one,
            @ForAll @Size(4) List<@LongRange(max = 1000) Long> other) {
        List<Long> sums = List.of(
                one.get(0) + other.get(0),
                one.get(1) + other.get(1),
                one.get(2) + other.get(2),
                one.get(3) + other.get(3));

        assertThat(funnel(one).plus(funnel(other)))
                .isEqualTo(funnel(sums))
                .isEqualTo(funnel(other).plus(funnel(one)));
        assertThat(funnel(one).plus(funnel(List.of(0L, 0L, 0L, 0L)))).isEqualTo(funnel(one));
    }

    @Example
    void rowsThatFailedElsewhereAreNotCounted() {
        Map<String, Long> rows = Map.of("success", 6L, "filter_a", 2L, "http_404", 7L);

        FilterFunnel funnel = FilterFunnel.of(Map.of("a", "filter_a"), rows);

        assertThat(funnel.stages()).containsExactly(new Stage("a", 8, 6));
        assertThat(funnel.stages().get(0).percent()).isEqualTo(75.0);
        assertThatThrownBy(() -> funnel.plus(new FilterFunnel(List.of()))).hasMessage("Cannot add the steps [] to [a]");
    }

    private static FilterFunnel funnel(List<Long> counts) {
        Map<String, String> statuses = new LinkedHashMap<>();
        statuses.put("a", "filter_a");
        statuses.put("b", "duplicate_b");
        statuses.put("c", "contaminated_c");
        return FilterFunnel.of(
                statuses,
                Map.of(
                        "filter_a", counts.get(0),
                        "duplicate_b", counts.get(1),
                        "contaminated_c", counts.get(2),
                        "success", counts.get(3)));
    }
}
