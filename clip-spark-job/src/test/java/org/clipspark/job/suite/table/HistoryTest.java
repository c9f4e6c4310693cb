package org.clipspark.job.suite.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.clipspark.job.suite.cell.Cell;
import org.clipspark.job.suite.cell.Lineage;
import org.clipspark.job.suite.cell.SomeCell;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest {
    @TempDir
    Path folder;

    private final Cell first = new SomeCell().metric("acc1", 0.5).cell();
    private final Cell second = new SomeCell()
            .checkpoint("run", "epoch-0002")
            .metric("acc1", 0.6)
            .evaluatedAt("2024-05-07T00:00:00Z")
            .cell();

    @Test
    void hasOneLineForACellHoweverOftenItIsAdded() throws IOException {
        History history = new History(folder.toString(), new Configuration());

        history.add(List.of(second, first));
        history.add(List.of(first));
        history.add(List.of(first, second));

        assertThat(Files.readAllLines(folder.resolve("history.jsonl"))).hasSize(2);
        assertThat(history.entries())
                .extracting(History.Entry::checkpoint)
                .containsExactly("run/epoch-0001", "run/epoch-0002");
        assertThat(history.entries().get(1).metrics()).containsEntry("acc1", 0.6);
        assertThat(history.entries().get(1).series()).isEqualTo("shapes/en/zeroshot_classification");
    }

    @Test
    void keepsTheLineOfEarlierData() {
        History history = new History(folder.toString(), new Configuration());
        history.add(List.of(first));

        history.add(List.of(
                new SomeCell().metric("acc1", 0.4).lineage(Lineage.DATA, "d2").cell()));

        assertThat(history.entries()).hasSize(2);
    }

    @Test
    void saysWhatToDoWithADamagedFile() throws IOException {
        Files.writeString(folder.resolve("history.jsonl"), "{\"dataset\": ");

        assertThatThrownBy(() -> new History(folder.toString(), new Configuration()).entries())
                .hasMessageContaining("history.jsonl: it is damaged; delete it");
    }
}
