package org.clipspark.job.suite.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.clipspark.job.suite.gate.GateSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShippedSuitesTest {
    private static final Path FOLDER = Path.of("../conf/eval");

    @ParameterizedTest
    @ValueSource(strings = {"caltech101.yaml", "demo.yaml"})
    void canBeRead(String file) {
        assertThat(SuiteSettings.load(FOLDER.resolve(file), List.of()).datasets())
                .isNotEmpty();
    }

    @Test
    void haveAGateThatNamesWhatTheyMeasure() {
        SuiteSettings suite = SuiteSettings.load(FOLDER.resolve("caltech101.yaml"), List.of());

        List<String> measured = suite.datasets().stream()
                .flatMap(dataset -> dataset.tasks().stream().map(task -> dataset.name() + "/" + task))
                .toList();
        assertThat(GateSettings.load(FOLDER.resolve("caltech101-gate.yaml"))
                        .thresholds()
                        .keySet())
                .allMatch(figure -> measured.contains(figure.substring(0, figure.lastIndexOf('/'))));
    }
}
