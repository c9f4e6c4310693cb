package org.clipspark.job.robust.card;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.hadoop.conf.Configuration;
import org.clipspark.job.eval.robustness.CorruptionReference;
import org.clipspark.job.eval.robustness.CorruptionScore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CardFileTest {
    private static final Configuration HADOOP = new Configuration();

    @TempDir
    private Path folder;

    private static Accuracy of(int right) {
        return Accuracy.of(right, 100, 0.95);
    }

    private static RobustnessCard card(CorruptionScore score) {
        return new RobustnessCard(
                new RobustnessCard.Subject(
                        "m", "epoch-1", "c", 2, 0.95, Map.of("data_manifest", "d"), Map.of("java", "17")),
                of(80),
                Optional.of(new CorruptionResult(
                        of(80),
                        List.of(
                                new CorruptionCurve("fog", "weather", List.of(1, 3), List.of(of(60), of(40))),
                                new CorruptionCurve("own", "own", List.of(1, 3), List.of(of(70), of(50)))),
                        Optional.of(score))),
                List.of(new ShiftResult(
                        "s",
                        "hash",
                        5,
                        3,
                        of(50),
                        Optional.empty(),
                        of(90),
                        Optional.empty(),
                        OptionalDouble.empty(),
                        OptionalDouble.of(-0.25))),
                List.of(new AttackOutcome(
                        "fgsm linf 4/255",
                        true,
                        of(80),
                        of(20),
                        OptionalDouble.of(0.75),
                        List.of(new AttackOutcome.Step(80, OptionalDouble.of(1.5), 0.75)),
                        Optional.of("masked"))),
                List.of(),
                Optional.empty(),
                List.of(new FlipResult("fog of severity 1, 3 draws", 3, 100, 0.125)));
    }

    private static CorruptionScore score() {
        // Errors 0.4 and 0.6 by the reference's 0.5; beyond clean 0.5 - 0.2 by its 0.5 - 0.5: no number.
        return CorruptionScore.of(
                0.2, Map.of("fog", List.of(0.4, 0.6)), new CorruptionReference("r", 0.5, Map.of("fog", 0.5)));
    }

    @Test
    void readsWhatItWrote() {
        CardFile.write(card(score()), folder.toString(), HADOOP);
        CardFile read = CardFile.read(folder.toString(), HADOOP);

        assertThat(read.location()).isEqualTo(folder.resolve("robustness.json").toString());
        assertThat(read.shift("s")).contains(new CardFile.Shift("hash", 0.5, 0.9));
        assertThat(read.shift("t")).isEmpty();
        CorruptionReference reference = read.reference("fog"::equals, List.of(1, 3));
        assertThat(reference.name()).isEqualTo("m/epoch-1");
        assertThat(reference.cleanError()).isCloseTo(0.2, within(1e-12));
        assertThat(reference.errors())
                .hasSize(1)
                .hasEntrySatisfying("fog", error -> assertThat(error).isCloseTo(0.5, within(1e-12)));
        assertThat(CardFile.read(folder.resolve("robustness.json").toString(), HADOOP)
                        .location())
                .isEqualTo(read.location());
    }

    @Test
    void leavesOutWhatIsNoNumber() throws IOException {
        CardFile.write(card(score()), folder.toString(), HADOOP);

        String json = Files.readString(folder.resolve("robustness.json"));
        assertThat(json)
                .contains("\"mce\" : 1.0", "\"relative_corruption_errors\" : { }", "\"relative_robustness\" : -0.25")
                .contains("\"mean_loss\" : 1.5", "\"warning\" : \"masked\"", "\"rate\" : 0.125")
                .doesNotContain("NaN", "relative_mce", "typographic", "\"effective_robustness\"");
    }

    @Test
    void saysWhatACardLacks() throws IOException {
        CardFile.write(card(score()), folder.toString(), HADOOP);
        CardFile read = CardFile.read(folder.toString(), HADOOP);

        assertThatThrownBy(() -> read.reference("fog"::equals, List.of(1, 5)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("has no accuracy of fog at severity 5");
        assertThatThrownBy(() -> read.reference("snow"::equals, List.of(1)))
                .hasMessageContaining("has none of the corruptions");
        assertThatThrownBy(() -> CardFile.read(folder.resolve("none").toString(), HADOOP))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("there is none");
        Path other = Files.writeString(folder.resolve("other.json"), "{\"format_version\": 9}");
        assertThatThrownBy(() -> CardFile.read(other.toString(), HADOOP))
                .hasMessageContaining("it has no format_version 1");
        Path torn = Files.writeString(folder.resolve("torn.json"), "{\"format_version\"");
        assertThatThrownBy(() -> CardFile.read(torn.toString(), HADOOP))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("Cannot read robustness card");
    }
}
