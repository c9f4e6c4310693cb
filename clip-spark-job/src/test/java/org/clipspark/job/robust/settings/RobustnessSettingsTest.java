package org.clipspark.job.robust.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.clipspark.job.robust.attack.Fgsm;
import org.clipspark.job.robust.attack.Pgd;
import org.clipspark.job.robust.attack.bound.Bound;
import org.clipspark.job.robust.attack.bound.Norm;
import org.clipspark.prep.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RobustnessSettingsTest {
    private static final Path CONFIGS = Path.of("../conf/robustness");

    @TempDir
    private Path folder;

    private RobustnessSettings load(String... overrides) throws IOException {
        Path file = Files.writeString(folder.resolve("card.yaml"), """
                output: out
                cache: cache
                checkpoint: {name: m, path: runs/m}
                tokenizer: {vocabulary: v.txt}
                batchSize: 8
                seed: 1
                confidence: 0.95
                clean: {name: c, shards: data/c, split: validation, images: 0, prompts: {name: en, templates: ["a {c}"]}}
                corruptions: {names: [all], severities: [1, 2, 3, 4, 5], images: 0, plugins: []}
                reference: alexnet
                shifts: [{name: s, shards: data/s, split: all, images: 0, classes: clean}]
                attacks:
                  - {kind: fgsm, norm: linf, epsilon: 4, steps: 1, randomStarts: 0, images: 10}
                  - {kind: pgd, norm: l2, epsilon: 127.5, steps: 10, randomStarts: 2, images: 10}
                flips: []
                """);
        return RobustnessSettings.load(file, List.of(overrides));
    }

    @Test
    void readsACard() throws IOException {
        RobustnessSettings settings = load();

        assertThat(settings.attacks())
                .extracting(AttackSettings::label)
                .containsExactly("fgsm linf 4/255", "pgd-10 l2 127.5/255 x2");
        assertThat(settings.attacks().get(0).attack(3)).isEqualTo(new Fgsm(new Bound(Norm.LINF, 4)));
        assertThat(settings.attacks().get(1).attack(3))
                .isEqualTo(new Pgd(new Bound(Norm.L2, 127.5), 2.5 * 127.5 / 10, 10, 2, 3));
        assertThat(settings.texts()).isEmpty();
        assertThat(settings.corruptions().orElseThrow().hasAllSeverities()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    batchSize=0 | batchSize must be at least 1, got 0
                    confidence=1 | confidence must be above 0 and below 1
                    clean.images=-1 | clean.images must be at least 0, where 0 means all
                    clean.split=test | Unknown split 'test'
                    corruptions.severities=[2, 1] | corruptions.severities must be ascending numbers from 1 to 5, got [2, 1]
                    corruptions.severities=[6] | corruptions.severities must be ascending numbers from 1 to 5, got [6]
                    corruptions.severities=[1] | reference alexnet needs corruptions.severities [1, 2, 3, 4, 5]
                    corruptions.names=[] | corruptions needs names or plugins
                    baseline={cards: [a, b], alsoClean: []} | baseline.cards needs at least 3 cards to fit a line to, got 2
                    baseline={cards: [a, b, c, d], alsoClean: [x]} | baseline.alsoClean names 'x'
                    texts={kinds: [shouting], strengths: [1]} | Unknown text perturbation 'shouting'
                    texts={kinds: [case], strengths: [0]} | different strengths above 0 up to 1
                    typographic={images: 0, size: 2} | typographic.size must be above 0 up to 1, got 2
                    attacks=[{kind: fgsm, norm: linf, epsilon: 4, steps: 2, randomStarts: 0, images: 0}] | fgsm takes steps: 1
                    attacks=[{kind: square, norm: l2, epsilon: 4, steps: 2, randomStarts: 0, images: 0}] | norm LINF
                    attacks=[{kind: square, norm: linf, epsilon: 4, steps: 2, randomStarts: 1, images: 0}] | randomStarts are for pgd
                    attacks=[{kind: pgd, norm: linf, epsilon: 0, steps: 2, randomStarts: 1, images: 0}] | epsilon must be
                    flips=[{corruption: fog, along: severity, severity: 3, frames: 3, images: 0}] | frames of 'fog' must be 4
                    flips=[{corruption: fog, along: seed, severity: 3, frames: 1, images: 0}] | must be at least 2, got 1
                    shifts=[{name: s, shards: d, split: all, images: 0, classes: own, classMapFile: f}] | only classes: clean reads
                    """)
    void saysWhatIsWrong(String override, String message) {
        assertThatThrownBy(() -> load(override))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(message)
                .hasMessageContaining("card.yaml");
    }

    static List<Path> shipped() throws IOException {
        try (Stream<Path> files = Files.list(CONFIGS)) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void readsEveryFileThatWeShip(Path file) throws IOException {
        assertThat(RobustnessSettings.load(file, List.of()).corruptions()).isPresent();
        assertThat(Files.readAllLines(file).get(0))
                .isEqualTo("# Command: deploy/local/clip robustness --conf-file conf/robustness/" + file.getFileName());
    }
}
