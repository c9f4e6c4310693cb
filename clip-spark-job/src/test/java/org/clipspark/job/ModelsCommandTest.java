package org.clipspark.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelsCommandTest {
    private static final String FOLDER = "../conf/model";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        return ClipJob.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    private JsonNode json() throws IOException {
        return new ObjectMapper().readTree(out.toString());
    }

    @Test
    void showsAModelByName() throws IOException {
        assertThat(run("models", "show", "ViT-B-32", "--folder", FOLDER, "--json"))
                .isZero();

        assertThat(json().get("name").asText()).isEqualTo("ViT-B-32");
        assertThat(json().get("parameters").asLong()).isEqualTo(151_277_313);
        assertThat(json().get("image_parameters").asLong()).isEqualTo(87_849_216);
        assertThat(json().get("text_parameters").asLong()).isEqualTo(63_428_097);
        // open_clip's own profile of this model says 14.78.
        assertThat(json().get("gflops").asDouble()).isCloseTo(14.78, within(0.05));
    }

    @Test
    void showsAModelByFile(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("mine.json");
        Files.copy(Path.of(FOLDER, "small.json"), file);

        assertThat(run("models", "show", file.toString())).isZero();

        assertThat(out.toString()).contains("name                     mine", "context_length           32");
    }

    @Test
    void listsEveryConfigurationOfTheFolder() throws IOException {
        assertThat(run("models", "list", "--folder", FOLDER)).isZero();

        assertThat(out.toString().lines())
                .anyMatch(line -> line.startsWith("ViT-B-16 ") && line.contains(" 149.62 M parameters "))
                .anyMatch(line -> line.startsWith("ViT-bigG-14-quickgelu"));
    }

    @Test
    void listsAsJson() throws IOException {
        assertThat(run("models", "list", "--folder", FOLDER, "--json")).isZero();

        assertThat(json().get("models").findValuesAsText("name")).contains("ViT-H-14", "small");
    }

    @Test
    void saysWhereItLookedForAModel() {
        assertThat(run("models", "show", "ViT-Z", "--folder", FOLDER)).isNotZero();

        assertThat(err.toString()).contains("No model 'ViT-Z': neither ../conf/model/ViT-Z.json nor a file");
    }
}
