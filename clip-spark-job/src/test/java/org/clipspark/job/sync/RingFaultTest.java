package org.clipspark.job.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.clipspark.job.sync.link.RingSecret;
import org.clipspark.model.compute.FloatVector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class RingFaultTest {
    private static final RingSettings SHORT =
            RingSettings.DEFAULT.withTimeout(Duration.ofMillis(600)).withSliceFloats(64);

    @Test
    void namesThePeerThatDiedInTheMiddleOfAMean() {
        LocalRings.Running<Double> running = LocalRings.start(3, SHORT, RingSecret.random(), group -> {
            group.barrier();
            if (group.rank() == 2) {
                return 0.0;
            }
            return group.averageInPlace(FloatVector.of(new float[1_000_000]), 1);
        });

        assertThatThrownBy(() -> running.rows().get(0).get())
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageMatching(
                        "Replica [12] at .* (closed its connection: its task has ended or failed|is lost: .*)");
        assertThat(messages(running)).anyMatch(message -> message.startsWith("Replica 2 at "));
    }

    @Test
    void namesThePeerThatHangsAfterTheTimeout() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        LocalRings.Running<Long> running = LocalRings.start(2, SHORT, RingSecret.random(), group -> {
            if (group.rank() == 1) {
                await(over);
                return 0L;
            }
            return group.sum(1L);
        });

        assertThatThrownBy(() -> running.rows().get(0).get())
                .cause()
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageMatching("Replica 1 at .* was silent for 600 ms");
        over.countDown();
        running.rows().get(1).get();
    }

    @Test
    void namesThePeerThatTakesNothing() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        LocalRings.Running<Long> running = LocalRings.start(2, SHORT, RingSecret.random(), group -> {
            if (group.rank() == 1) {
                await(over);
                return 0L;
            }
            return (long) group.allGather(new byte[64 << 20]).size();
        });

        assertThatThrownBy(() -> running.rows().get(0).get())
                .cause()
                .hasMessageMatching("Replica 1 at .* was silent for 600 ms");
        over.countDown();
        running.rows().get(1).get();
    }

    @Test
    void staysClosedAfterAFailure() {
        LocalRings.Running<String> running = LocalRings.start(2, SHORT, RingSecret.random(), group -> {
            if (group.rank() == 1) {
                return "gone";
            }
            try {
                return "sum " + group.sum(1L);
            } catch (UncheckedIOException e) {
                try {
                    group.barrier();
                    return "still open";
                } catch (IllegalStateException closed) {
                    return closed.getMessage();
                }
            }
        });

        assertThat(LocalRings.results(running)).containsExactly("The group of replica 0 is closed", "gone");
    }

    private static List<String> messages(LocalRings.Running<?> running) {
        return running.rows().stream().map(RingFaultTest::message).toList();
    }

    private static String message(Future<?> row) {
        try {
            return "returned " + row.get();
        } catch (ExecutionException | InterruptedException e) {
            return String.valueOf(
                    e.getCause() == null ? e.getMessage() : e.getCause().getMessage());
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
