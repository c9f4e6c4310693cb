package org.clipspark.job.suite.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.clipspark.job.suite.settings.LanguageSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PromptFilesTest {
    private static final List<String> CLASSES = List.of("circle", "square");

    @TempDir
    Path folder;

    @Test
    void putsTheNamesOfALanguageIntoItsTemplates() throws IOException {
        Path names = Files.writeString(folder.resolve("de.txt"), "# by label\nKreis\nQuadrat\n");
        Path templates = Files.writeString(folder.resolve("templates.txt"), "ein {c}\n{c}\n");

        Prompts prompts = load(Optional.of(templates), Optional.of(names), Optional.empty());

        assertThat(prompts.classNames()).containsExactly("Kreis", "Quadrat");
        assertThat(prompts.byClass()).containsExactly(List.of("ein Kreis", "Kreis"), List.of("ein Quadrat", "Quadrat"));
    }

    @Test
    void readsSentencesOfEveryClass() throws IOException {
        Path file = Files.writeString(
                folder.resolve("prompts.json"),
                "{\"square\": [\"four sides\"], \"circle\": [\"round\", \"no sides\"]}");

        Prompts prompts = load(Optional.empty(), Optional.empty(), Optional.of(file));

        assertThat(prompts.all()).containsExactly("round", "no sides", "four sides");
    }

    @Test
    void tellsPromptsApartByTheirClassToo() {
        assertThat(new Prompts(CLASSES, List.of(List.of("a", "b"), List.of("c"))).hash())
                .isNotEqualTo(new Prompts(CLASSES, List.of(List.of("a"), List.of("b", "c"))).hash());
    }

    @Test
    void refusesFilesThatDoNotFitTheClasses() throws IOException {
        Path templates = Files.writeString(folder.resolve("templates.txt"), "{c}");
        Path names = Files.writeString(folder.resolve("names.txt"), "one\n");
        Path lacking = Files.writeString(folder.resolve("lacking.json"), "{\"circle\": [\"round\"]}");
        Path list = Files.writeString(folder.resolve("list.json"), "[\"round\"]");

        assertThatThrownBy(() -> load(Optional.of(templates), Optional.of(names), Optional.empty()))
                .hasMessageContaining("1 names, expected one for each of the 2 classes");
        assertThatThrownBy(() -> load(Optional.empty(), Optional.empty(), Optional.of(lacking)))
                .hasMessageContaining("class 'square' needs at least one sentence");
        assertThatThrownBy(() -> load(Optional.empty(), Optional.empty(), Optional.of(list)))
                .hasMessageContaining("list.json: expected a JSON object with a list of sentences for each class name");
        assertThatThrownBy(() -> PromptFiles.load(
                        "shapes",
                        List.of(),
                        new LanguageSettings(
                                "en", Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty())))
                .hasMessageContaining("Data set 'shapes' has no classes");
    }

    private static Prompts load(Optional<Path> templates, Optional<Path> names, Optional<Path> prompts) {
        return PromptFiles.load(
                "shapes",
                CLASSES,
                new LanguageSettings(
                        "en",
                        Optional.empty(),
                        templates.map(Path::toString),
                        names.map(Path::toString),
                        prompts.map(Path::toString)));
    }
}
