package org.clipspark.model.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.clipspark.model.optim.ScheduleSettings.Cooldown;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class LearningRateScheduleTest {
    @Test
    void givesTheReferenceLearningRateOfEveryStep() throws IOException {
        Path golden = Path.of(System.getProperty("clip.golden.dir", "../../shared/golden"), "schedules.json");
        Assumptions.assumeTrue(Files.exists(golden));

        for (JsonNode run : new ObjectMapper().readTree(golden.toFile())) {
            LearningRateSchedule schedule = LearningRateSchedule.named(
                    run.get("kind").asText().replace("const", "constant"),
                    new ScheduleSettings(
                            run.get("base_lr").asDouble(),
                            run.get("warmup").asLong(),
                            run.get("steps").asLong(),
                            cooldown(run)));
            for (int step = 0; step < run.get("lr").size(); step++) {
                double expected = run.get("lr").get(step).asDouble();
                assertThat(schedule.at(step))
                        .as("%s step %d", run.get("kind"), step)
                        .isCloseTo(expected, within(1e-15 * expected));
            }
        }
    }

    private static Cooldown cooldown(JsonNode run) {
        return run.has("cooldown_steps")
                ? new Cooldown(
                        run.get("cooldown_steps").asLong(),
                        run.get("cooldown_power").asDouble(),
                        run.get("cooldown_end_lr").asDouble())
                : Cooldown.NONE;
    }

    @Test
    void staysAtTheEndOfTheCurveBehindTheLastStep() {
        LearningRateSchedule cosine = LearningRateSchedule.named("cosine", settings(4, Cooldown.NONE));
        LearningRateSchedule cooled =
                LearningRateSchedule.named("constant-cooldown", settings(4, new Cooldown(5, 2, 0.25)));

        assertThat(cosine.at(20)).isZero();
        assertThat(cosine.at(1_000_000_000_000L)).isZero();
        assertThat(cooled.at(20)).isEqualTo(0.25);
        assertThat(cooled.at(21)).isEqualTo(0.25);
    }

    @Test
    void mayBeAllWarmUp() {
        LearningRateSchedule schedule = LearningRateSchedule.named("cosine", settings(20, Cooldown.NONE));

        assertThat(schedule.at(19)).isEqualTo(1.0);
        assertThat(schedule.at(20)).isZero();
    }

    @Test
    void listsTheSchedulesForAnUnknownName() {
        assertThatThrownBy(() -> LearningRateSchedule.named("cosin", settings(0, Cooldown.NONE)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Unknown schedule 'cosin' (expected: cosine, constant, constant-cooldown)");
    }

    @Test
    void refusesACooldownThatTheScheduleWouldIgnore() {
        assertThatThrownBy(() -> LearningRateSchedule.named("cosine", settings(0, new Cooldown(5, 1, 0))))
                .hasMessage(
                        "Schedule 'cosine' does not fit cooldown.steps = 5 (a cool-down belongs to constant-cooldown"
                                + " and to no other)");
        assertThatThrownBy(() -> LearningRateSchedule.named("constant-cooldown", settings(0, Cooldown.NONE)))
                .hasMessageContaining("cooldown.steps = 0");
    }

    @Test
    void refusesImpossibleSettings() {
        assertThatThrownBy(() -> settings(21, Cooldown.NONE)).hasMessage("warmupSteps must be 0 to steps = 20, got 21");
        assertThatThrownBy(() -> settings(16, new Cooldown(5, 1, 0)))
                .hasMessage("cooldown.steps must fit behind the warm-up (4 steps), got 5");
        assertThatThrownBy(() -> new ScheduleSettings(Double.NaN, 0, 1, Cooldown.NONE))
                .hasMessage("learningRate must be finite and not negative, got NaN");
        assertThatThrownBy(() -> LearningRateSchedule.named("constant", settings(0, Cooldown.NONE))
                        .at(-1))
                .hasMessage("step must not be negative, got -1");
    }

    private static ScheduleSettings settings(long warmupSteps, Cooldown cooldown) {
        return new ScheduleSettings(1.0, warmupSteps, 20, cooldown);
    }
}
