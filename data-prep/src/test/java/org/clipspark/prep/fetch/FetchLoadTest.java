package org.clipspark.prep.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.clipspark.prep.fetch.FetchOutcome.Fetched;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FetchLoadTest {
    private final WebServer server = WebServer.start();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void keepsToTheBoundOfEachHostAndUsesIt() {
        for (int host = 0; host < 4; host++) {
            server.on("h" + host + ".test", "*", Replies.after(5, Replies.image(100)));
        }
        FetchConfig config = FetchSettings.of(server, "connections=32", "connectionsPerHost=4");

        try (Fetcher fetcher = new Fetcher(config, 1_000)) {
            List<CompletableFuture<FetchOutcome>> outcomes = IntStream.range(0, 800)
                    .mapToObj(i -> fetcher.fetch("http://h" + i % 4 + ".test/" + i))
                    .toList();
            assertThat(outcomes).allSatisfy(it -> assertThat(it.join()).isInstanceOf(Fetched.class));
        }

        assertThat(IntStream.range(0, 4).map(host -> server.mostActive("h" + host + ".test")))
                .containsOnly(4);
    }

    @Test
    void keepsToTheBoundOfAllHostsTogether() {
        for (int host = 0; host < 50; host++) {
            server.on("h" + host + ".test", "*", Replies.after(5, Replies.image(100)));
        }
        FetchConfig config = FetchSettings.of(server, "connections=8", "connectionsPerHost=2");

        try (Fetcher fetcher = new Fetcher(config, 1_000)) {
            List<CompletableFuture<FetchOutcome>> outcomes = IntStream.range(0, 400)
                    .mapToObj(i -> fetcher.fetch("http://h" + i % 50 + ".test/" + i))
                    .toList();
            assertThat(outcomes).allSatisfy(it -> assertThat(it.join()).isInstanceOf(Fetched.class));
        }

        assertThat(server.mostActive()).isBetween(6, 8);
    }

    @Test
    void servesOtherHostsWhileTenThousandUrlsOfASlowOneWait() {
        CountDownLatch open = new CountDownLatch(1);
        server.on("slow.test", "*", Replies.once(open, Replies.image(10))).on("fast.test", "*", Replies.image(10));
        FetchConfig config = FetchSettings.of(server, "connections=16", "connectionsPerHost=4");

        try (Fetcher fetcher = new Fetcher(config, 1_000)) {
            List<CompletableFuture<FetchOutcome>> slow = IntStream.range(0, 10_000)
                    .mapToObj(i -> fetcher.fetch("http://slow.test/" + i))
                    .toList();
            List<CompletableFuture<FetchOutcome>> fast = IntStream.range(0, 200)
                    .mapToObj(i -> fetcher.fetch("http://fast.test/" + i))
                    .toList();

            assertThat(fast).allSatisfy(it -> assertThat(it.join()).isInstanceOf(Fetched.class));
            assertThat(slow).noneMatch(CompletableFuture::isDone);
            open.countDown();
            assertThat(slow).allSatisfy(it -> assertThat(it.join()).isInstanceOf(Fetched.class));
        }
        assertThat(server.mostActive("slow.test")).isEqualTo(4);
    }
}
