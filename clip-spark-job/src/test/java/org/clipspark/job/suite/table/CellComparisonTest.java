package org.clipspark.job.suite.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.clipspark.job.eval.statistic.Bootstrap;
import org.clipspark.job.eval.statistic.PairedTest;
import org.clipspark.job.eval.statistic.Verdict;
import org.clipspark.job.suite.cell.Cell;
import org.clipspark.job.suite.cell.Lineage;
import org.clipspark.job.suite.cell.Outcome;
import org.clipspark.job.suite.cell.SomeCell;
import org.clipspark.job.suite.cell.SuiteTask;
import org.clipspark.job.suite.table.CellComparison.Different;
import org.clipspark.job.suite.table.CellComparison.Side;
import org.junit.jupiter.api.Test;

class CellComparisonTest {
    private final CellComparison comparison = new CellComparison(0.05, Different.REFUSED, Bootstrap.DEFAULT);
    private final Cell first = new SomeCell().cell();
    private final Cell second = new SomeCell().checkpoint("run", "epoch-0002").cell();

    @Test
    void findsACheckpointBetterThatIsRightWhereTheOtherIsWrong() {
        int[] wrong = new int[60];
        Arrays.fill(wrong, 0, 40, 1);
        int[] better = new int[60];
        Arrays.fill(better, 0, 20, 1);

        Map<String, PairedTest.Result> found =
                comparison.of(new Side(first, SomeCell.ranks(wrong)), new Side(second, SomeCell.ranks(better)));

        assertThat(found).containsOnlyKeys("acc1", "acc5");
        assertThat(result(found, "acc1").verdict()).isEqualTo(Verdict.BETTER);
        assertThat(result(found, "acc1").difference()).isEqualTo(20 / 60.0);
        assertThat(result(found, "acc5").verdict()).isEqualTo(Verdict.NO_DIFFERENCE);
    }

    @Test
    void refusesOtherPromptsOrDataAndNamesThem() {
        Cell other = new SomeCell()
                .lineage(Lineage.PROMPTS, "p2")
                .lineage(Lineage.DATA, "d2")
                .cell();

        assertThatThrownBy(() -> comparison.of(new Side(first, SomeCell.ranks(0)), new Side(other, SomeCell.ranks(0))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "The results do not compare: they differ in data_manifest, prompts; evaluate both on the same,"
                                + " or add --allow-different");
    }

    @Test
    void comparesOtherDataOverTheQueriesThatBothHaveWhereThatIsAllowed() {
        Cell other = new SomeCell().lineage(Lineage.DATA, "d2").cell();

        Map<String, PairedTest.Result> found = new CellComparison(0.05, Different.ALLOWED, Bootstrap.DEFAULT)
                .of(new Side(first, SomeCell.ranks(0, 0, 1)), new Side(other, SomeCell.ranks(0, 1)));

        assertThat(result(found, "acc1").samples()).isEqualTo(2);
        assertThat(result(found, "acc1").difference()).isEqualTo(-0.5);
    }

    @Test
    void refusesResultsThatLackQueries() {
        assertThatThrownBy(() -> comparison.of(
                        new Side(first, SomeCell.ranks(0, 0, 1)), new Side(second, SomeCell.ranks(0, 1, 1, 1))))
                .hasMessageContaining("share 3 of 3 and 4 queries");
    }

    @Test
    void refusesResultsOfDifferentTasks() {
        Cell other = new SomeCell().task(SuiteTask.LINEAR_PROBE).cell();

        assertThatThrownBy(() -> comparison.of(new Side(first, SomeCell.ranks(0)), new Side(other, SomeCell.ranks(0))))
                .hasMessage("Results of different tasks do not compare: zeroshot_classification and linear_probe");
    }

    @Test
    void drawsImagesAndNotCaptionsWhereSeveralBelongToOne() {
        Cell one = new SomeCell().task(SuiteTask.ZEROSHOT_RETRIEVAL).cell();
        List<Outcome> worse = new ArrayList<>();
        List<Outcome> better = new ArrayList<>();
        // Two images with 20 captions each: 20 captions gained, yet all of one image.
        for (int image = 0; image < 2; image++) {
            for (int text = 0; text < 20; text++) {
                worse.add(outcome("image" + image, text, 1));
                better.add(outcome("image" + image, text, image));
            }
        }

        PairedTest.Result found = result(
                comparison.of(new Side(one, withImages(worse)), new Side(one, withImages(better))),
                "image_retrieval_recall@1");

        assertThat(found.difference()).isEqualTo(0.5);
        assertThat(found.verdict()).isEqualTo(Verdict.NO_DIFFERENCE);
    }

    private static PairedTest.Result result(Map<String, PairedTest.Result> found, String figure) {
        return Optional.ofNullable(found.get(figure)).orElseThrow();
    }

    private static List<Outcome> withImages(List<Outcome> texts) {
        List<Outcome> all = new ArrayList<>(SomeCell.ranks(0, 0));
        all.addAll(texts);
        return all;
    }

    private static Outcome outcome(String key, int text, int rank) {
        return new Outcome(Outcome.Query.TEXT, key, text, rank, Outcome.NONE, Outcome.NONE, 0);
    }
}
