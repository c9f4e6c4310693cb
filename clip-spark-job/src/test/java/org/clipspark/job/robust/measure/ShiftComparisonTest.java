package org.clipspark.job.robust.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.hadoop.conf.Configuration;
import org.clipspark.job.robust.card.Accuracy;
import org.clipspark.job.robust.card.ShiftResult;
import org.clipspark.job.robust.settings.RobustnessSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cards of models on a line {@code logit(shift) = 0.8 logit(clean) - 0.5}, and one model above it. */
class ShiftComparisonTest {
    @TempDir
    private Path folder;

    private static double line(double clean) {
        double logit = 0.8 * Math.log(clean / (1 - clean)) - 0.5;
        return 1 / (1 + Math.exp(-logit));
    }

    private String cards() throws IOException {
        List<String> paths = new ArrayList<>();
        for (double clean : new double[] {0.3, 0.5, 0.7, 0.9}) {
            paths.add(card("card" + paths.size(), clean, line(clean)).toString());
        }
        return "[" + String.join(", ", paths) + "]";
    }

    private Path card(String name, double clean, double shift) throws IOException {
        return Files.writeString(folder.resolve(name + ".json"), String.format(Locale.ROOT, """
                {"format_version": 1, "shifts": [
                  {"name": "s", "data_manifest": "hash", "accuracy": {"accuracy": %s}, "clean": {"accuracy": %s}}]}
                """, shift, clean));
    }

    private RobustnessSettings settings(String shift, String... more) throws IOException {
        Path file = Files.writeString(folder.resolve("card.yaml"), """
                output: out
                cache: cache
                checkpoint: {name: m, path: runs/m}
                tokenizer: {vocabulary: v.txt}
                batchSize: 8
                seed: 1
                confidence: 0.95
                clean: {name: c, shards: data/c, split: validation, images: 0, prompts: {name: en, templates: ["a {c}"]}}
                shifts: [{name: s, shards: data/s, split: all, images: 0, classes: clean%s}]
                attacks: []
                flips: []
                """.formatted(shift));
        return RobustnessSettings.load(file, List.of(more));
    }

    private static ShiftResult result(String data, double clean, double shift) {
        return new ShiftResult(
                "s",
                data,
                10,
                0,
                Accuracy.of(Math.round(10_000 * shift), 10_000, 0.95),
                Optional.empty(),
                Accuracy.of(Math.round(10_000 * clean), 10_000, 0.95),
                Optional.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty());
    }

    private static ShiftResult compared(RobustnessSettings settings, ShiftResult result) {
        return new ShiftComparison(settings, new Configuration())
                .compare(List.of(result))
                .get(0);
    }

    @Test
    void fitsTheLineOfOtherCards() throws IOException {
        RobustnessSettings settings = settings("", "baseline={cards: " + cards() + ", alsoClean: []}");

        ShiftResult result = compared(settings, result("hash", 0.6, line(0.6) + 0.05));

        assertThat(result.effective().orElseThrow()).isCloseTo(0.05, within(1e-4));
        assertThat(result.baseline().orElseThrow().slopes().get(0)).isCloseTo(0.8, within(1e-9));
        assertThat(result.baseline().orElseThrow().intercept()).isCloseTo(-0.5, within(1e-9));
        assertThat(result.baseline().orElseThrow().models()).isEqualTo(4);
    }

    @Test
    void takesThePublishedLine() throws IOException {
        ShiftResult result = compared(settings(", baseline: imagenet-v2"), result("hash", 0.6293, 0.5506));

        assertThat(result.effective().orElseThrow()).as("five points").isCloseTo(0.050, within(5e-4));
    }

    @Test
    void hasNoEffectiveRobustnessOfAPerfectModel() throws IOException {
        ShiftResult result = compared(settings(", baseline: imagenet-v2"), result("hash", 1, 0.9));

        assertThat(result.baseline()).isPresent();
        assertThat(result.effective()).isEmpty();
    }

    @Test
    void countsFromAnEarlierCard() throws IOException {
        Path before = card("before", 0.6, 0.4);

        ShiftResult result = compared(settings("", "before=" + before), result("hash", 0.7, 0.55));

        assertThat(result.relative().orElseThrow()).isCloseTo(0.15, within(1e-9));
        assertThat(result.effective()).isEmpty();
        assertThatThrownBy(() -> compared(settings("", "before=" + before), result("other", 0.7, 0.55)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("has a shift 's' of other data");
    }
}
