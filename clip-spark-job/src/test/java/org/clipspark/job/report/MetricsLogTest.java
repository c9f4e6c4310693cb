package org.clipspark.job.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsLogTest {
    private static final MetricsEntry FIRST = new MetricsEntry(
            MetricsEntry.Kind.STEP, 10, 1, Map.of("train_loss", 2.5, "pairs_per_second", 80.25, "learning_rate", 1e-3));
    private static final MetricsEntry SECOND =
            new MetricsEntry(MetricsEntry.Kind.EVALUATION, 20, 1, Map.of("zeroshot_top1", 1d, "zeroshot_top5", 0.5));

    @TempDir
    Path folder;

    @Test
    void writesFiguresInTheSameOrderWithTimesLast() throws IOException {
        try (MetricsLog log = MetricsLog.create(folder)) {
            log.append(FIRST);
        }

        assertThat(Files.readString(folder.resolve("metrics.jsonl")))
                .isEqualTo("{\"kind\":\"step\",\"step\":10,\"epoch\":1,"
                        + "\"learning_rate\":0.001,\"train_loss\":2.5,\"pairs_per_second\":80.25}\n");
    }

    @Test
    void readsWhatItWroteWhileItIsStillOpen() {
        try (MetricsLog log = MetricsLog.create(folder)) {
            log.append(FIRST);
            log.append(SECOND);

            assertThat(MetricsLog.read(folder)).containsExactly(FIRST, SECOND);
        }
    }

    @Test
    void writesNullWhereThereIsNoFigure() throws IOException {
        MetricsEntry entry = new MetricsEntry(
                MetricsEntry.Kind.EVALUATION, 1, 1, Map.of("zeroshot_top5", Double.NaN, "samples_seen", 3e9));
        try (MetricsLog log = MetricsLog.create(folder)) {
            log.append(entry);
        }

        assertThat(Files.readString(folder.resolve("metrics.jsonl")))
                .contains("\"samples_seen\":3000000000,\"zeroshot_top5\":null");
        assertThat(MetricsLog.read(folder)).containsExactly(entry);
        assertThat(MetricsLog.read(folder).get(0).value("zeroshot_top5")).isEmpty();
    }

    @Test
    void leavesOutALastLineThatWasNeverFinished() throws IOException {
        try (MetricsLog log = MetricsLog.create(folder)) {
            log.append(FIRST);
        }
        Files.writeString(folder.resolve("metrics.jsonl"), "{\"kind\":\"st", StandardOpenOption.APPEND);

        assertThat(MetricsLog.read(folder)).containsExactly(FIRST);
    }

    @Test
    void dropsWhatCameAfterTheCheckpointOnResume() {
        try (MetricsLog log = MetricsLog.create(folder)) {
            log.append(FIRST);
            log.append(SECOND);
        }
        MetricsEntry again = new MetricsEntry(MetricsEntry.Kind.STEP, 15, 1, Map.of("train_loss", 2d));

        try (MetricsLog log = MetricsLog.resume(folder, 10)) {
            log.append(again);
        }

        assertThat(MetricsLog.read(folder)).containsExactly(FIRST, again);
    }

    @Test
    void refusesToBeginInTheFolderOfAnotherRun() {
        MetricsLog.create(folder).close();

        assertThatThrownBy(() -> MetricsLog.create(folder))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("The folder has a run already: " + folder.resolve("metrics.jsonl") + " exists");
    }

    @Test
    void namesADamagedLine() throws IOException {
        Path file = Files.writeString(
                folder.resolve("metrics.jsonl"),
                "{\"kind\":\"step\",\"step\":1,\"epoch\":1}\n{\"kind\":\"stop\",\"step\":1,\"epoch\":1}\n");

        assertThatThrownBy(() -> MetricsLog.read(folder))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage(
                        "Cannot read line 2 of " + file + ": Unknown kind 'stop' (expected: step, epoch, evaluation)");
    }

    @Test
    void refusesALineWhoseFigureIsText() throws IOException {
        Path file = Files.writeString(
                folder.resolve("metrics.jsonl"), "{\"kind\":\"step\",\"step\":1,\"epoch\":1,\"train_loss\":\"low\"}\n");

        assertThatThrownBy(() -> MetricsLog.read(folder))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("Cannot read line 1 of " + file + ": train_loss must be a number, got \"low\"");
    }

    @Test
    void saysThatThereIsNoRun() {
        assertThatThrownBy(() -> MetricsLog.read(folder))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("No run at " + folder + ": metrics.jsonl is missing");
    }

    @Test
    void comparesRunsWithoutTheirTimes() {
        MetricsEntry slower = new MetricsEntry(
                MetricsEntry.Kind.STEP, 10, 1, Map.of("train_loss", 2.5, "train_seconds", 9d, "learning_rate", 1e-3));

        assertThat(slower.withoutTimes()).isEqualTo(FIRST.withoutTimes());
    }

    @Test
    void refusesANameThatIsTaken() {
        assertThatThrownBy(() -> new MetricsEntry(MetricsEntry.Kind.STEP, 1, 1, Map.of("step", 1d)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "Metric 'step' needs a name in lower case with underscores, other than kind, step and epoch");
    }
}
