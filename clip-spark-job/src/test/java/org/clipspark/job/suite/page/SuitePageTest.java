package org.clipspark.job.suite.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.clipspark.job.suite.cell.Cell;
import org.clipspark.job.suite.cell.Findings;
import org.clipspark.job.suite.cell.Outcome;
import org.clipspark.job.suite.cell.SomeCell;
import org.clipspark.job.suite.table.Aggregate;
import org.clipspark.job.suite.table.History;
import org.junit.jupiter.api.Test;

class SuitePageTest {
    private static final String PIXEL = "data:image/jpeg;base64,AAAA";
    private static final String HOSTILE = "</script><img src=x onerror=alert(1)>";

    private final Cell early = new SomeCell().metric("acc1", 0.25).cell();

    @Test
    void showsFiguresWithTheirIntervalsAndCurvesOverPairsSeen() {
        Cell late = new SomeCell()
                .checkpoint("run", "epoch-0002")
                .metric("acc1", 0.5)
                .cell();

        String html = new SuitePage(
                        "caltech",
                        List.of(early, late),
                        List.of(new Aggregate("natural", "run/epoch-0002", "acc1", 1, 0.5, 0.25)))
                .html(address -> Map.of());

        assertThat(html)
                .contains("2 checkpoints · 1 data set · 2 results · 2 rows left out")
                .contains("50.0 %<br><small>25.0 % to 75.0 %</small>")
                .contains("natural: acc1 of 1, above chance")
                .contains("\"columns\":[[100.0,200.0],[0.25,0.5]]");
    }

    @Test
    void showsWhatWentWrongWithTheLastCheckpointOnly() {
        Findings findings = new Findings(
                List.of(new Findings.Slice("night", 4, 0.25), new Findings.Slice("day", 4, 0.75)),
                List.of(new Findings.CalibrationBin(8, 0.9, 0.5)),
                List.of(new Findings.Confusion("circle", "square", 3, "a0")),
                List.of(new Findings.Failure(Outcome.Query.TEXT, "a0", "a red circle", 7, "b0", "")));
        Cell late = new SomeCell()
                .checkpoint("run", "epoch-0002")
                .metric("acc1", 0.5)
                .findings(findings)
                .cell();
        Cell first = new SomeCell()
                .metric("acc1", 0.1)
                .findings(new Findings(
                        List.of(), List.of(), List.of(new Findings.Confusion("star", "moon", 1, "c0")), List.of()))
                .cell();

        String html = new SuitePage("s", List.of(first, late), List.of())
                .html(address -> Map.of("a0", PIXEL, "b0", "javascript:alert(1)"));

        assertThat(html)
                .contains("Worst confusions")
                .contains("<img src=\"" + PIXEL + "\" alt=\"a0\"")
                .contains("a red circle")
                .contains("8 images, sure by 90.0 %, right in 50.0 %")
                .doesNotContain("javascript:")
                .doesNotContain("moon");
        assertThat(html.indexOf(">night<")).isLessThan(html.indexOf(">day<"));
    }

    @Test
    void letsNoCaptionIntoThePageAsMarkup() {
        Findings findings = new Findings(
                List.of(new Findings.Slice(HOSTILE, 1, 0)),
                List.of(),
                List.of(new Findings.Confusion(HOSTILE, HOSTILE, 1, HOSTILE)),
                List.of(new Findings.Failure(Outcome.Query.IMAGE, HOSTILE, HOSTILE, 2, HOSTILE, HOSTILE)));

        String html = new SuitePage(
                        HOSTILE,
                        List.of(new SomeCell()
                                .metric("acc1", 1)
                                .findings(findings)
                                .cell()),
                        List.of())
                .html(address -> Map.of(HOSTILE, PIXEL + "\" onload=\"x"));

        assertThat(html).doesNotContain("<img src=x").doesNotContain("\" onload=\"");
    }

    @Test
    void drawsATrendOfEveryDataSet() {
        History.Entry entry = new History.Entry(
                "shapes/en/zeroshot_classification", "run/epoch-0001", early.evaluatedAt(), early.metrics());

        String html = new TrendPage("nightly", List.of(entry, entry)).html();

        assertThat(html)
                .contains("\"labels\":[\"shapes/en/zeroshot_classification\"]")
                .contains("\"columns\":[[1.0,2.0],[0.25,0.25]]")
                .contains("2024-05-06T07:08:09Z");
    }
}
