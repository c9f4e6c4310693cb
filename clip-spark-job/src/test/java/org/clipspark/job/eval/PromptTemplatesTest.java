package org.clipspark.job.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PromptTemplatesTest {
    @TempDir
    Path folder;

    @Test
    void listsAllPromptsOfAClassBeforeTheNext() {
        PromptTemplates templates = new PromptTemplates(List.of("a {c}.", "{c} and {c}"));

        assertThat(templates.prompts(List.of("cat", "dog")))
                .containsExactly("a cat.", "cat and cat", "a dog.", "dog and dog");
    }

    @Test
    void takesAPlaceholderWithinAClassNameAsItIs() {
        assertThat(new PromptTemplates(List.of("a {c}")).prompts(List.of("{c}$1\\")))
                .containsExactly("a {c}$1\\");
    }

    @Test
    void readsAFileWithoutItsCommentsAndBlankLines() throws IOException {
        Path file = Files.writeString(folder.resolve("templates.txt"), "# pictures\n\n  a photo of a {c}.  \n{c}\n");

        assertThat(PromptTemplates.load(file).templates()).containsExactly("a photo of a {c}.", "{c}");
    }

    @Test
    void refusesATemplateWithoutPlaceholderNamingTheFile() throws IOException {
        Path file = Files.writeString(folder.resolve("templates.txt"), "a photo\n");

        assertThatThrownBy(() -> PromptTemplates.load(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(file + ": Prompt template 'a photo' has no {c} where the class name goes");
    }

    @Test
    void refusesAnEmptyFile() throws IOException {
        Path file = Files.writeString(folder.resolve("templates.txt"), "# nothing\n");

        assertThatThrownBy(() -> PromptTemplates.load(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(file + ": No prompt template given, expected at least one with {c}");
    }

    @Test
    void saysWhichFileIsMissing() {
        Path file = folder.resolve("absent.txt");

        assertThatThrownBy(() -> PromptTemplates.load(file))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageStartingWith("Cannot read prompt templates " + file);
    }
}
