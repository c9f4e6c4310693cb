package org.clipspark.job.suite.cell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.clipspark.job.embed.TextsHash;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CellStoreTest {
    private static final String FILE = "cells/shapes/run/epoch-0001/en/zeroshot_classification.json";

    @TempDir
    Path folder;

    private CellStore store;

    @BeforeEach
    void open() {
        store = new CellStore(folder.toString(), new Configuration());
    }

    @Test
    void givesBackWhatItKeeps() {
        Findings findings = new Findings(
                List.of(new Findings.Slice("indoors", 5, 0.4)),
                List.of(new Findings.CalibrationBin(8, 0.7, 0.5)),
                List.of(new Findings.Confusion("circle", "<b>", 3, "a0")),
                List.of(new Findings.Failure(Outcome.Query.TEXT, "a0", "a \"red\" circle", 7, "b0", "")));
        Cell cell = new SomeCell()
                .metric("acc1", 0.5)
                .metric("acc5", Double.NaN)
                .chance("acc1", 0.25)
                .findings(findings)
                .cell();

        store.save(cell, SomeCell.ranks(0, 2, 1), Map.of("a0", "data:image/jpeg;base64,AA=="));

        assertThat(store.find(cell.address())).contains(cell);
        assertThat(store.all()).containsExactly(cell);
        assertThat(store.outcomes(cell.address())).isEqualTo(SomeCell.ranks(0, 2, 1));
        assertThat(store.thumbnails(cell.address())).containsOnlyKeys("a0");
    }

    @Test
    void writesTheKeysOfClipBenchmarkFirstAndTheClockLast() throws IOException {
        store.save(new SomeCell().metric("acc1", 0.5).metric("acc5", Double.NaN).cell(), List.of(), Map.of());

        JsonNode node = new ObjectMapper().readTree(folder.resolve(FILE).toFile());
        List<String> keys = new ArrayList<>();
        node.fieldNames().forEachRemaining(keys::add);
        assertThat(keys).startsWith("dataset", "model", "pretrained", "task", "metrics", "language");
        assertThat(keys).endsWith("evaluated_at", "seconds");
        assertThat(node.path("metrics").toString()).isEqualTo("{\"acc1\":0.5,\"acc5\":null}");
        assertThat(node.path("pretrained").asText()).isEqualTo("epoch-0001");
        assertThat(node.path("intervals").path("acc1").toString()).isEqualTo("[0.25,0.75]");
    }

    @Test
    void takesADamagedCellForMissingWhereItIsComputedAndForAnErrorWhereItIsShown() throws IOException {
        Cell cell = new SomeCell().metric("acc1", 0.5).cell();
        store.save(cell, List.of(), Map.of());
        Files.writeString(folder.resolve(FILE), "{\"dataset\": \"shapes\"}");

        assertThat(store.find(cell.address()))
                .as("other bytes than were written")
                .isEmpty();
        Files.delete(folder.resolve(FILE).resolveSibling(".zeroshot_classification.json.crc"));
        assertThat(store.find(cell.address())).as("no result").isEmpty();
        assertThatThrownBy(store::all)
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(FILE)
                .hasMessageContaining("it has no 'model'")
                .hasMessageContaining("delete it");
        store.save(cell, List.of(), Map.of());
        assertThat(store.all()).containsExactly(cell);
    }

    @Test
    void replacesFilesThatWereChangedByOthers() throws IOException {
        Cell cell = new SomeCell().metric("acc1", 0.5).cell();
        store.save(cell, SomeCell.ranks(0), Map.of());
        Files.writeString(folder.resolve(FILE), "{}");
        Files.writeString(folder.resolve(FILE.replace(".json", ".outcomes.jsonl.gz")), "{}");

        store.save(cell, SomeCell.ranks(1), Map.of());

        assertThat(store.find(cell.address())).contains(cell);
        assertThat(store.outcomes(cell.address())).isEqualTo(SomeCell.ranks(1));
    }

    @Test
    void doesNotTakeACellFromAnotherPlaceForItsOwn() throws IOException {
        Cell cell = new SomeCell().metric("acc1", 0.5).cell();
        store.save(cell, List.of(), Map.of());
        Path moved = folder.resolve(FILE.replace("epoch-0001", "epoch-0002"));
        Files.createDirectories(moved.getParent());
        Files.copy(folder.resolve(FILE), moved);

        assertThat(store.find(
                        new SomeCell().checkpoint("run", "epoch-0002").cell().address()))
                .isEmpty();
    }

    @Test
    void hasNoCellsWhereThereIsNoFolder() {
        assertThat(new CellStore(folder.resolve("none").toString(), new Configuration()).all())
                .isEmpty();
    }

    @Test
    void refusesNamesThatWouldLeaveTheFolder() {
        assertThatThrownBy(() -> new CellAddress("../up", "run", "e", "en", SuiteTask.ZEROSHOT_RETRIEVAL))
                .hasMessageContaining("Name of dataset '../up'");
        assertThatThrownBy(() -> SuiteTask.named("zeroshot"))
                .hasMessageContaining("Unknown task 'zeroshot' (expected: zeroshot_classification, ");
    }

    @Test
    void namesWhatTwoResultsDoNotShare() {
        Lineage one = new Lineage(Map.of(Lineage.DATA, "d1", Lineage.PROMPTS, "p1"));
        Lineage other = new Lineage(Map.of(Lineage.DATA, "d2", Lineage.SPLIT, "train", Lineage.PROMPTS, "p1"));

        assertThat(one.differences(other)).containsExactly("data_manifest", "split");
        assertThat(one.identity()).hasSize(64).isNotEqualTo(other.identity());
        assertThat(TextsHash.of(List.of("ab", "c"))).isNotEqualTo(TextsHash.of(List.of("a", "bc")));
    }
}
