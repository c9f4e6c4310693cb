package org.clipspark.prep.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StrictYamlTest {
    private static final String VALID = """
            name: run
            seed: 9007199254740993
            overwrite: false
            train:
              batchSize: 128
              learningRate: 1e-3
              schedule: warm-up
            tags: [a, b]
            weights: {x: 1, y: 0.5}
            """;

    @TempDir
    Path folder;

    enum Schedule {
        COSINE,
        WARM_UP
    }

    record Train(int batchSize, double learningRate, Schedule schedule) {
        Train {
            if (batchSize < 2) {
                throw new IllegalArgumentException("batchSize must be at least 2, got " + batchSize);
            }
        }
    }

    record Tree(
            String name,
            long seed,
            boolean overwrite,
            Train train,
            List<String> tags,
            Map<String, Double> weights,
            Optional<String> note) {}

    @Test
    void bindsEveryKindOfValue() throws IOException {
        assertThat(load(VALID))
                .isEqualTo(new Tree(
                        "run",
                        9007199254740993L,
                        false,
                        new Train(128, 0.001, Schedule.WARM_UP),
                        List.of("a", "b"),
                        Map.of("x", 1.0, "y", 0.5),
                        Optional.empty()));
    }

    @Test
    void readsBackWhatItFormats() throws IOException {
        Tree tree = load(VALID, "note=yes: no", "name='12'");

        assertThat(load(StrictYaml.format(tree))).isEqualTo(tree);
    }

    @Test
    void asksWhetherAKnownKeyWasMeant() {
        assertThatThrownBy(() -> load(VALID.replace("batchSize", "batch_sise")))
                .isInstanceOf(ConfigException.class)
                .hasMessage(folder.resolve("conf.yaml")
                        + ": train.batch_sise: unknown key, did you mean 'batchSize'?"
                        + "; train.batchSize: missing key, expected a whole number (32 bits)");
    }

    @Test
    void listsTheKeysWhenNoneIsNear() {
        assertThatThrownBy(() -> load(VALID + "zzzzzzzz: 1\n"))
                .hasMessageEndingWith("zzzzzzzz: unknown key, expected one of: name, seed, overwrite, train, tags,"
                        + " weights, note");
    }

    @Test
    void doesNotReadNumbersFromText() {
        assertThatThrownBy(() -> load(VALID.replace("128", "'128'")))
                .hasMessageEndingWith("train.batchSize: expected a whole number (32 bits), got the text '128'");
        assertThatThrownBy(() -> load(VALID.replace("128", "128.5"))).hasMessageContaining("got 128.5");
        assertThatThrownBy(() -> load(VALID.replace("128", "99999999999"))).hasMessageContaining("got 99999999999");
        assertThatThrownBy(() -> load(VALID.replace("name: run", "name: 7"))).hasMessageContaining("expected text");
        assertThatThrownBy(() -> load(VALID.replace("false", "'no'"))).hasMessageContaining("expected true or false");
    }

    @Test
    void refusesAnUnknownChoiceAndAsks() {
        assertThatThrownBy(() -> load(VALID.replace("warm-up", "cosin")))
                .hasMessageEndingWith(
                        "train.schedule: expected one of: cosine, warm-up, got the text 'cosin', did you mean 'cosine'?");
    }

    @Test
    void reportsAllProblemsAtOnce() {
        assertThatThrownBy(() -> load("name: 1\nseed: x\n", "trane.batchSize=2"))
                .hasMessageContaining("--set trane: unknown key, did you mean 'train'?")
                .hasMessageContaining("name: expected text, got 1")
                .hasMessageContaining("seed: expected a whole number (64 bits), got the text 'x'")
                .hasMessageContaining("tags: expected a list, got nothing");
    }

    @Test
    void showsTheMessageOfTheRecordThatRefuses() {
        assertThatThrownBy(() -> load(VALID.replace("128", "1")))
                .hasMessage(folder.resolve("conf.yaml") + ": train: batchSize must be at least 2, got 1");
    }

    @Test
    void overridesTakeTheTypeOfTheirKey() throws IOException {
        Tree tree = load(VALID, "name=2024", "train.batchSize=64", "tags=[c]", "weights.z=2", "note=*.tar");

        assertThat(tree.name()).isEqualTo("2024");
        assertThat(tree.train().batchSize()).isEqualTo(64);
        assertThat(tree.tags()).containsExactly("c");
        assertThat(tree.weights()).containsEntry("z", 2.0).containsEntry("x", 1.0);
        assertThat(tree.note()).contains("*.tar");
    }

    @Test
    void refusesOverridesThatNameNoKey() {
        assertThatThrownBy(() -> load(VALID, "name.first=x"))
                .hasMessageEndingWith("--set name.first: unknown key, 'name' has no keys below it");
        assertThatThrownBy(() -> load(VALID, "seed")).hasMessageEndingWith("--set seed: expected key=value");
        assertThatThrownBy(() -> load(VALID, "seed="))
                .hasMessageEndingWith("seed: missing key, expected a whole number (64 bits)");
    }

    @Test
    void refusesRepeatedKeysAndBrokenYamlInOneLine() {
        assertThatThrownBy(() -> load(VALID + "name: again\n"))
                .hasMessageContaining("not valid YAML: Duplicate field 'name' (line");
        assertThatThrownBy(() -> load("name: [a\nseed: 1\n"))
                .hasMessageContaining("not valid YAML")
                .hasMessageNotContaining("\n");
        assertThatThrownBy(() -> load("- a\n")).hasMessageContaining("expected 'key: value' lines, got a list");
    }

    @Test
    void namesTheFileThatCannotBeRead() {
        Path missing = folder.resolve("missing.yaml");

        assertThatThrownBy(() -> StrictYaml.load(missing, List.of(), Tree.class))
                .isInstanceOf(ConfigException.class)
                .hasMessage("No such config file: " + missing);
        assertThatThrownBy(() -> StrictYaml.load(folder, List.of(), Tree.class))
                .hasMessage("Cannot read config file " + folder + ": it is a folder");
    }

    private Tree load(String yaml, String... overrides) throws IOException {
        Path file = folder.resolve("conf.yaml");
        Files.writeString(file, yaml);
        return StrictYaml.load(file, List.of(overrides), Tree.class);
    }
}
