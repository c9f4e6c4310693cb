package org.clipspark.prep.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackoffTest {
    @Test
    void doublesTheBoundUntilTheLongestWait() {
        Backoff atBound = new Backoff(1, 5, () -> 1.0);

        assertThat(atBound.before(0, Duration.ZERO)).contains(Duration.ofSeconds(1));
        assertThat(atBound.before(1, Duration.ZERO)).contains(Duration.ofSeconds(2));
        assertThat(atBound.before(2, Duration.ZERO)).contains(Duration.ofSeconds(4));
        assertThat(atBound.before(3, Duration.ZERO)).contains(Duration.ofSeconds(5));
        assertThat(atBound.before(2_000, Duration.ZERO)).contains(Duration.ofSeconds(5));
    }

    @Test
    void waitsARandomPartOfIt() {
        assertThat(new Backoff(1, 5, () -> 0.25).before(1, Duration.ZERO)).contains(Duration.ofMillis(500));
    }

    @Test
    void waitsWhatTheServerAsksForAndNoRetryBeyondTheLongestWait() {
        Backoff backoff = new Backoff(1, 5, () -> 0.5);

        assertThat(backoff.before(0, Duration.ofSeconds(3))).contains(Duration.ofMillis(3_500));
        assertThat(backoff.before(0, Duration.ofSeconds(5))).contains(Duration.ofSeconds(5));
        assertThat(backoff.before(0, Duration.ofSeconds(6))).isEmpty();
    }
}
