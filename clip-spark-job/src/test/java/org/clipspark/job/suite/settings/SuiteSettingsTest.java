package org.clipspark.job.suite.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.clipspark.job.suite.cell.SuiteTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuiteSettingsTest {
    private static final String SUITE = """
            output: out
            cache: cache
            tokenizer: {vocabulary: vocabulary.txt}
            checkpoints: [{name: run, path: runs/run/checkpoints}]
            datasets:
              - name: shapes
                shards: shards
                split: validation
                tasks: [zeroshot_classification, zeroshot_retrieval]
                languages: [{name: en, templates: ["a {c}"]}]
            batchSize: 32
            intervals: {resamples: 200, confidence: 0.95, seed: 1}
            aggregates:
              - {name: all, task: zeroshot_classification, metric: acc1, language: en, datasets: [shapes]}
            """;

    @TempDir
    Path folder;

    @Test
    void readsASuite() throws IOException {
        SuiteSettings settings = load(SUITE);

        assertThat(settings.datasets().get(0).suiteTasks())
                .containsExactly(SuiteTask.ZEROSHOT_CLASSIFICATION, SuiteTask.ZEROSHOT_RETRIEVAL);
        assertThat(settings.datasets().get(0).slices()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "name: shapes|name: ../shapes|Name of datasets '../shapes'",
                "split: validation|split: test|Unknown split 'test'",
                "zeroshot_retrieval]|zeroshot]|Unknown task 'zeroshot'",
                "zeroshot_retrieval]|linear_probe]|has the task linear_probe, but not its section probe",
                "templates: [\"a {c}\"]|classNamesFile: f|needs templates, templatesFile or promptsFile",
                "templates: [\"a {c}\"]|templates: [\"a {c}\"], promptsFile: f|several of templates",
                "datasets: [shapes]|datasets: [colours]|needs the data set 'colours', which is not among datasets",
                "language: en|language: de|needs zeroshot_classification in language 'de' of 'shapes'",
                "resamples: 200|resamples: 20|intervals.resamples must be 100 to 100000, got 20",
                "confidence: 0.95|confidence: 95|intervals.confidence must be above 0 and below 1",
                "batchSize: 32|batchSize: 0|batchSize must be at least 1",
                "batchSize|batchsize|batchsize: unknown key, did you mean 'batchSize'?",
                "runs/run/checkpoints}|a}, {name: run, path: b}|checkpoints has two named 'run'",
            })
    void refusesWhatIsWrongAndSaysWhat(String right, String wrong, String message) {
        assertThat(SUITE).contains(right);

        assertThatThrownBy(() -> load(SUITE.replace(right, wrong)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("suite.yaml")
                .hasMessageContaining(message);
    }

    @Test
    void refusesASectionThatNoTaskReads() {
        assertThatThrownBy(() -> load(SUITE.replace(
                        "    split: validation\n", "    split: validation\n    outliers: {shards: a, split: all}\n")))
                .hasMessageContaining("has a section outliers, but not the task ood_detection that reads it");
    }

    private SuiteSettings load(String yaml) throws IOException {
        return SuiteSettings.load(Files.writeString(folder.resolve("suite.yaml"), yaml), List.of());
    }
}
