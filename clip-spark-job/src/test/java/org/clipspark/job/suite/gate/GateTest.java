package org.clipspark.job.suite.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.clipspark.job.suite.cell.Cell;
import org.clipspark.job.suite.cell.SomeCell;
import org.clipspark.job.suite.cell.SuiteTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GateTest {
    @TempDir
    Path folder;

    private final Cell early = new SomeCell().metric("acc1", 0.2).cell();
    private final Cell late =
            new SomeCell().checkpoint("run", "epoch-0002").metric("acc1", 0.5).cell();

    @Test
    void letsPassWhatReachesItsThreshold() {
        assertThat(check("checkpoints: last\nthresholds: {shapes/zeroshot_classification/acc1: {min: 0.5}}"))
                .isEmpty();
    }

    @Test
    void namesTheFigureItsValueAndItsThreshold() {
        assertThat(check("checkpoints: last\nthresholds: {shapes/zeroshot_classification/acc1: {min: 0.6}}"))
                .extracting(Breach::message)
                .containsExactly(
                        "shapes/zeroshot_classification/acc1 of run/epoch-0002 in en is 0.5000, at least 0.6000");
        assertThat(check("checkpoints: last\nthresholds: {shapes/zeroshot_classification/acc1: {max: 0.4}}"))
                .extracting(Breach::message)
                .containsExactly(
                        "shapes/zeroshot_classification/acc1 of run/epoch-0002 in en is 0.5000, at most 0.4000");
    }

    @Test
    void looksAtEveryCheckpointWhereThatIsAskedFor() {
        assertThat(check("checkpoints: all\nthresholds: {shapes/zeroshot_classification/acc1: {min: 0.5}}"))
                .extracting(Breach::checkpoint)
                .containsExactly("run/epoch-0001");
    }

    @Test
    void doesNotLetPassWhatWasNotMeasured() {
        assertThat(check("checkpoints: last\nthresholds: {shapes/zeroshot_retrieval/acc1: {min: 0.1}}"))
                .extracting(Breach::message)
                .containsExactly("shapes/zeroshot_retrieval/acc1 was not measured of any checkpoint");
    }

    @Test
    void comparesWithABaseline() {
        String gate = """
                checkpoints: last
                thresholds: {}
                baseline:
                  results: elsewhere
                  checkpoint: old/best
                  maximumDrop: {shapes/zeroshot_classification/acc1: %s}
                """;
        Cell before =
                new SomeCell().checkpoint("old", "best").metric("acc1", 0.53).cell();

        assertThat(check(gate.formatted("0.04"), before)).isEmpty();
        assertThat(check(gate.formatted("0.02"), before))
                .extracting(Breach::message)
                .containsExactly("shapes/zeroshot_classification/acc1 of run/epoch-0002 in en is 0.5000, worse than the"
                        + " baseline's 0.5300 by 0.0300, at most 0.0200");
        assertThat(check(gate.formatted("0.02")))
                .extracting(Breach::message)
                .containsExactly("shapes/zeroshot_classification/acc1 was not measured of the baseline old/best");
    }

    @Test
    void takesAHigherRankForWorse() {
        assertThat(Direction.isLowerBetter("image_retrieval_mean_rank")).isTrue();
        assertThat(Direction.isLowerBetter("fpr@95")).isTrue();
        assertThat(Direction.isLowerBetter("image_retrieval_recall@5")).isFalse();
        assertThat(Direction.drop("ece", 0.1, 0.3)).isEqualTo(0.3 - 0.1);
    }

    @Test
    void refusesAGateThatAsksForNothing() {
        assertThatThrownBy(() -> check("checkpoints: last\nthresholds: {}"))
                .hasMessageContaining("A gate needs thresholds or a baseline");
        assertThatThrownBy(() -> check("checkpoints: last\nthresholds: {acc1: {min: 0.1}}"))
                .hasMessageContaining("'acc1' names no figure (expected: DATASET/TASK/METRIC");
        assertThatThrownBy(() -> check("checkpoints: last\nthresholds: {a/b/c: {}}"))
                .hasMessageContaining("A threshold needs min or max");
        assertThatThrownBy(() -> check("checkpoints: last\nthresholds: {a/b/c: {minimum: 1}}"))
                .hasMessageContaining("minimum");
        assertThatThrownBy(() -> check("checkpoints: last\nthresholds: {shapes/zeroshot/acc1: {min: 0.1}}"))
                .hasMessageContaining("Unknown task 'zeroshot'");
    }

    @Test
    void tellsTasksOfOneDataSetApart() {
        Cell probe = new SomeCell()
                .task(SuiteTask.LINEAR_PROBE)
                .metric("lp_acc1", 0.9)
                .cell();

        assertThat(new Gate(load("checkpoints: all\nthresholds: {shapes/linear_probe/lp_acc1: {min: 0.8}}"), List.of())
                        .check(List.of(probe, early)))
                .isEmpty();
    }

    private List<Breach> check(String yaml, Cell... baseline) {
        return new Gate(load(yaml), List.of(baseline)).check(List.of(early, late));
    }

    private GateSettings load(String yaml) {
        try {
            return GateSettings.load(Files.writeString(folder.resolve("gate.yaml"), yaml));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
