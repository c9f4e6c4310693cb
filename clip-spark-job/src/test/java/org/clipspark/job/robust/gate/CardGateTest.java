package org.clipspark.job.robust.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.clipspark.job.robust.card.Accuracy;
import org.clipspark.job.robust.card.CorruptionCurve;
import org.clipspark.job.robust.card.CorruptionResult;
import org.clipspark.job.robust.card.FlipResult;
import org.clipspark.job.robust.card.RobustnessCard;
import org.clipspark.job.robust.card.TextResult;
import org.clipspark.job.suite.gate.Breach;
import org.clipspark.prep.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CardGateTest {
    @TempDir
    private Path folder;

    private static Accuracy of(int right) {
        return Accuracy.of(right, 100, 0.95);
    }

    /** 80 % clean; fog 60 % and 40 %, snow 30 % and 10 %; typing errors cost 25 points, as told. */
    private static RobustnessCard card() {
        return new RobustnessCard(
                new RobustnessCard.Subject("m", "e", "c", 0, 0.95, Map.of(), Map.of()),
                of(80),
                Optional.of(new CorruptionResult(
                        of(80),
                        List.of(
                                new CorruptionCurve("fog", "weather", List.of(1, 2), List.of(of(60), of(40))),
                                new CorruptionCurve("snow", "weather", List.of(1, 2), List.of(of(30), of(10)))),
                        Optional.empty())),
                List.of(),
                List.of(),
                List.of(new TextResult("typos", 0.5, 1, of(60), 0.25)),
                Optional.empty(),
                List.of(new FlipResult("fog up to severity 2", 3, 100, 0.5)));
    }

    private List<Breach> check(String... thresholds) throws IOException {
        Path file = Files.writeString(
                folder.resolve("gate.yaml"), "thresholds:\n  " + String.join("\n  ", thresholds) + "\n");
        return CardGate.load(file).check(card());
    }

    @Test
    void passesWhatIsWithinItsBounds() throws IOException {
        assertThat(check(
                        "clean: {min: 0.8, max: 0.8}",
                        "corruptions: {min: 0.349, max: 0.351}",
                        "fog: {min: 0.499, max: 0.501}",
                        "drop typos 0.5: {max: 0.25}",
                        "fog up to severity 2: {max: 0.5}"))
                .isEmpty();
    }

    @Test
    void namesWhatIsNot() throws IOException {
        assertThat(check("snow: {min: 0.3}", "clean: {min: 0.1}", "drop typos 0.5: {max: 0.2}"))
                .extracting(Breach::message)
                .containsExactly(
                        "'snow' of m/e is 0.2000, at least 0.3000",
                        "'drop typos 0.5' of m/e is 0.2500, at most 0.2000");
    }

    @Test
    void doesNotPassWhatWasNotMeasured() throws IOException {
        assertThat(check("mce: {max: 2}"))
                .singleElement()
                .satisfies(breach -> assertThat(breach.message())
                        .isEqualTo("'mce' was not measured of m/e (figures: clean, corruptions, fog, snow,"
                                + " drop typos 0.5, fog up to severity 2)"));
    }

    @Test
    void needsAThreshold() throws IOException {
        Path file = Files.writeString(folder.resolve("gate.yaml"), "thresholds: {}\n");

        assertThatThrownBy(() -> CardGate.load(file))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("A gate needs thresholds");
    }
}
