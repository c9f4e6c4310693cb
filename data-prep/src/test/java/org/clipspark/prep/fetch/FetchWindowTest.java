package org.clipspark.prep.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.clipspark.prep.fetch.FetchOutcome.Failed;
import org.clipspark.prep.fetch.FetchOutcome.Fetched;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FetchWindowTest {
    private static final long MUCH = 1L << 30;

    private final WebServer server = WebServer.start();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void handsOutRowsInTheirOrderWhateverTheOrderOfAnswers() {
        server.on("a.test", "*", Replies.image(10)).on("a.test", "/0", Replies.after(200, Replies.image(20)));
        server.on("a.test", "/3", Replies.status(404));

        try (Fetcher fetcher = fetcher();
                FetchWindow<Integer> window = window(fetcher, numbers(6), 6, MUCH)) {
            List<String> rows = new ArrayList<>();
            window.forEachRemaining(row -> rows.add(row.item() + " " + summary(row.outcome())));

            assertThat(rows).containsExactly("0 20", "1 10", "2 10", "3 http_404", "4 10", "5 10");
        }
    }

    @Test
    void readsAheadByTheBoundOfRows() {
        server.on("a.test", "*", Replies.image(10));
        AtomicInteger taken = new AtomicInteger();

        try (Fetcher fetcher = fetcher();
                FetchWindow<Integer> window = window(fetcher, counting(100, taken), 10, MUCH)) {
            window.next();

            assertThat(taken).hasValue(11);
        }
    }

    @Test
    void readsAheadByTheBoundOfBytes() {
        server.on("a.test", "*", Replies.image(100_000));
        AtomicInteger taken = new AtomicInteger();

        try (Fetcher fetcher = fetcher();
                FetchWindow<Integer> window = window(fetcher, counting(300, taken), 300, 2_000_000)) {
            int most = 0;
            for (int released = 1; window.hasNext(); released++) {
                assertThat(window.next().outcome()).isInstanceOf(Fetched.class);
                most = Math.max(most, taken.get() - released);
            }

            // 2 MB hold 20 of these, and 30 of the 64 KiB that are expected at first.
            assertThat(most).isBetween(15, 30);
        }
        assertThat(taken).hasValue(300);
    }

    @Test
    void alwaysBeginsOneRow() {
        server.on("a.test", "*", Replies.image(500));

        try (Fetcher fetcher = fetcher();
                FetchWindow<Integer> window = window(fetcher, numbers(3), 10, 1)) {
            List<String> rows = new ArrayList<>();
            window.forEachRemaining(row -> rows.add(summary(row.outcome())));

            assertThat(rows).containsExactly("500", "500", "500");
        }
    }

    @Test
    void releasesItsConnectionsWhenItIsClosed() {
        CountDownLatch never = new CountDownLatch(1);
        server.on("slow.test", "*", Replies.once(never, Replies.image(10))).on("a.test", "/", Replies.image(10));
        try (Fetcher fetcher = fetcher()) {
            FetchWindow<Integer> window = new FetchWindow<>(
                    fetcher, numbers(40), i -> i == 0 ? "http://a.test/" : "http://slow.test/" + i, 40, MUCH);
            window.next();

            window.close();

            assertThat(window.hasNext()).isFalse();
            // All sixteen connections were waiting for the slow host: only a released one can serve this.
            assertThat(summary(fetcher.fetch("http://a.test/").join())).isEqualTo("10");
        }
    }

    @Test
    void endsWhenTheThreadIsInterrupted() {
        server.on("a.test", "*", Replies.silence());
        try (Fetcher fetcher = fetcher();
                FetchWindow<Integer> window = window(fetcher, numbers(4), 4, MUCH)) {
            Thread.currentThread().interrupt();

            assertThatThrownBy(window::next)
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("interrupted while fetching");

            // Clears the flag, which must have been kept for the caller.
            assertThat(Thread.interrupted()).isTrue();
            assertThat(window.hasNext()).isFalse();
        }
    }

    private Fetcher fetcher() {
        return new Fetcher(FetchSettings.of(server), 1_000_000);
    }

    private static FetchWindow<Integer> window(Fetcher fetcher, Iterator<Integer> items, int maxRows, long maxBytes) {
        return new FetchWindow<>(fetcher, items, i -> "http://a.test/" + i, maxRows, maxBytes);
    }

    private static Iterator<Integer> numbers(int count) {
        return IntStream.range(0, count).iterator();
    }

    private static Iterator<Integer> counting(int count, AtomicInteger taken) {
        return IntStream.range(0, count).peek(i -> taken.incrementAndGet()).iterator();
    }

    private static String summary(FetchOutcome outcome) {
        return outcome instanceof Fetched fetched
                ? String.valueOf(fetched.image().array().length)
                : ((Failed) outcome).status().label();
    }
}
