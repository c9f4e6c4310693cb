package org.clipspark.prep.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.clipspark.prep.fetch.FetchOutcome.Failed;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HostBreakerTest {
    private final AtomicLong now = new AtomicLong();
    private final HostBreaker breaker = new HostBreaker(3, now::get);
    private final WebServer server = WebServer.start();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void leavesAHostAloneAfterSoManyFailuresInARow() {
        assertThat(fails("a.test", FetchStatus.CONNECT_TIMEOUT)).isFalse();
        assertThat(fails("a.test", FetchStatus.DNS_ERROR)).isFalse();
        assertThat(breaker.refusal("a.test")).isEmpty();

        assertThat(fails("a.test", FetchStatus.READ_TIMEOUT)).isTrue();

        assertThat(breaker.refusal("a.test")).hasValueSatisfying(refusal -> {
            assertThat(refusal).hasMessage("host_unreachable: 3 failures in a row, the last one read_timeout");
            assertThat(refusal.isRetryable()).isTrue();
            assertThat(refusal.isRetryableAtOnce()).isFalse();
        });
        assertThat(breaker.refusal("b.test")).isEmpty();
    }

    @Test
    void beginsToCountAnewWithAnyAnswer() {
        fails("a.test", FetchStatus.CONNECT_ERROR);
        fails("a.test", FetchStatus.CONNECT_ERROR);
        breaker.answered("a.test");
        fails("a.test", FetchStatus.CONNECT_ERROR);
        fails("a.test", FetchStatus.CONNECT_ERROR);
        fails("a.test", FetchStatus.TOO_MANY_BYTES);
        fails("a.test", FetchStatus.CONNECT_ERROR);
        fails("a.test", FetchStatus.CONNECT_ERROR);

        assertThat(breaker.refusal("a.test")).isEmpty();
    }

    @Test
    void letsOneRequestTryAfterTenMinutes() {
        IntStream.range(0, 3).forEach(i -> fails("a.test", FetchStatus.NO_RESPONSE));
        now.addAndGet(Duration.ofMinutes(9).toNanos());
        assertThat(breaker.refusal("a.test")).isPresent();

        now.addAndGet(Duration.ofMinutes(1).toNanos());
        assertThat(breaker.refusal("a.test")).isEmpty();
        assertThat(breaker.refusal("a.test")).isPresent();

        assertThat(fails("a.test", FetchStatus.NO_RESPONSE)).isTrue();
        assertThat(breaker.refusal("a.test")).isPresent();
        breaker.answered("a.test");
        assertThat(breaker.refusal("a.test")).isEmpty();
    }

    @Test
    void neverLeavesAHostAloneWithoutALimit() {
        HostBreaker patient = new HostBreaker(0, now::get);
        FetchFailure failure = FetchFailure.of(FetchStatus.CONNECT_ERROR, "refused");

        assertThat(IntStream.range(0, 100).filter(i -> patient.isBrokenBy("a.test", failure)))
                .isEmpty();
        assertThat(patient.refusal("a.test")).isEmpty();
    }

    @Test
    void theOtherUrlsOfADeadHostFailWithoutARequest() {
        server.on("dead.test", "*", Replies.hangUp()).on("well.test", "*", Replies.image(10));

        List<String> labels = labels("dead.test", 100, "hostFailureLimit=5", "connectionsPerHost=1");

        assertThat(labels.subList(0, 5)).containsOnly("no_response");
        assertThat(labels.subList(5, 100)).containsOnly("host_unreachable");
        assertThat(IntStream.range(0, 100)
                        .map(i -> server.count("dead.test", "/" + i))
                        .sum())
                .isEqualTo(5);
        assertThat(labels("well.test", 20, "hostFailureLimit=5")).containsOnly("success");
    }

    @Test
    void aDeadHostThatAsksForPausesIsNotWaitedFor() {
        AtomicLong answers = new AtomicLong();
        server.on("dead.test", "/robots.txt", Replies.text("User-agent: *\nCrawl-delay: 1\n"))
                .on("dead.test", "*", exchange -> {
                    answers.incrementAndGet();
                    return false;
                });
        long start = System.nanoTime();

        List<String> labels =
                labels("dead.test", 200, "hostFailureLimit=1", "respectRobots=true", "maxCrawlDelaySeconds=1");

        assertThat(labels.stream().filter("host_unreachable"::equals)).hasSize(199);
        assertThat(answers).hasValue(1);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
    }

    @Test
    void anUnreachableHostIsSaidToBeThatWhateverItsRobots() throws IOException {
        int port;
        try (ServerSocket unused = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = unused.getLocalPort();
        }
        FetchConfig config = FetchSettings.of(
                server, "hostOverrides={a.test: '127.0.0.1:" + port + "'}", "hostFailureLimit=1", "respectRobots=true");
        try (Fetcher fetcher = new Fetcher(config, 1_000)) {
            assertThat(label(fetcher.fetch("http://a.test/1").join())).isEqualTo("connect_error");
            assertThat(label(fetcher.fetch("https://a.test/2").join())).isEqualTo("host_unreachable");
        }
    }

    private List<String> labels(String host, int urls, String... overrides) {
        try (Fetcher fetcher = new Fetcher(FetchSettings.of(server, overrides), 1_000)) {
            List<CompletableFuture<FetchOutcome>> outcomes = new ArrayList<>();
            IntStream.range(0, urls).forEach(i -> outcomes.add(fetcher.fetch("http://" + host + "/" + i)));
            return outcomes.stream().map(outcome -> label(outcome.join())).toList();
        }
    }

    private boolean fails(String host, FetchStatus kind) {
        return breaker.isBrokenBy(host, FetchFailure.of(kind, "detail"));
    }

    private static String label(FetchOutcome outcome) {
        return outcome instanceof Failed failed ? failed.status().label() : "success";
    }
}
