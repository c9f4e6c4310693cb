package org.clipspark.job.suite.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.clipspark.job.suite.cell.Cell;
import org.clipspark.job.suite.cell.SomeCell;
import org.clipspark.job.suite.settings.AggregateSettings;
import org.junit.jupiter.api.Test;

class AggregateTest {
    private static final List<AggregateSettings> BOTH = List.of(
            new AggregateSettings("both", "zeroshot_classification", "acc1", "en", List.of("shapes", "colours")));

    private final Cell shapes =
            new SomeCell().metric("acc1", 0.5).chance("acc1", 0.25).cell();

    @Test
    void isTheMeanOverDataSetsAndWhatIsAboveGuessing() {
        Cell colours = new SomeCell()
                .dataset("colours")
                .metric("acc1", 0.9)
                .chance("acc1", 0.5)
                .cell();

        Aggregate aggregate = Aggregate.of(BOTH, List.of(shapes, colours)).get(0);

        assertThat(aggregate.checkpoint()).isEqualTo("run/epoch-0001");
        assertThat(aggregate.mean()).isCloseTo(0.7, within(1e-12));
        assertThat(aggregate.meanAboveChance()).isCloseTo((0.25 + 0.4) / 2, within(1e-12));
    }

    @Test
    void isRefusedWhereASetIsMissing() {
        assertThatThrownBy(() -> Aggregate.of(BOTH, List.of(shapes)))
                .hasMessage("Aggregate 'both' needs acc1 of zeroshot_classification on 'colours', which run/epoch-0001"
                        + " does not have");
    }

    @Test
    void isRefusedWhereAFigureHasNoMeaning() {
        Cell colours =
                new SomeCell().dataset("colours").metric("acc1", Double.NaN).cell();

        assertThatThrownBy(() -> Aggregate.of(BOTH, List.of(shapes, colours))).hasMessageContaining("'colours'");
    }
}
