package org.clipspark.prep.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.zip.GZIPOutputStream;
import org.clipspark.prep.fetch.FetchOutcome.Failed;
import org.clipspark.prep.fetch.FetchOutcome.Fetched;
import org.clipspark.prep.fetch.WebServer.Reply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FetcherTest {
    private static final int MAX_BYTES = 100_000;

    private final WebServer server = WebServer.start();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void fetchesTheBytesOfAnImage() {
        server.on("a.test", "/cat.jpg", Replies.image(5_000));

        FetchOutcome outcome = fetch("http://a.test/cat.jpg");

        assertThat(outcome).isInstanceOfSatisfying(Fetched.class, fetched -> {
            assertThat(fetched.image().array()).isEqualTo(Replies.jpegLike(5_000));
            assertThat(fetched.finalUrl()).isEqualTo("http://a.test/cat.jpg");
            assertThat(fetched.contentType()).contains("image/jpeg");
            assertThat(fetched.attempts()).isEqualTo(1);
        });
    }

    @Test
    void saysWhoAsksAndAsksForNoCompression() {
        server.on("a.test", "/", Replies.image(10));

        fetch("http://a.test");

        assertThat(server.lastHeaders("a.test", "/"))
                .containsEntry("user-agent", "clip-spark/0.1 (+https://example.org/bot)")
                .containsEntry("accept-encoding", "identity")
                .containsEntry("host", "a.test")
                .doesNotContainKeys("cookie", "upgrade", "referer");
    }

    @Test
    void encodesWhatUrlsOfTheWebContain() {
        server.on("xn--bcher-kva.test", "/a%20b/%C3%BC.jpg?x=%7C%201", Replies.image(10));

        assertThat(label(fetch("HTTP://Bücher.test:8080/x/../a b/ü.jpg?x=| 1#top")))
                .isEqualTo("success");
        assertThat(server.lastHeaders("xn--bcher-kva.test", "/a%20b/%C3%BC.jpg?x=%7C%201"))
                .containsEntry("host", "xn--bcher-kva.test:8080");
    }

    @Test
    void labelsEveryCodeAndSaysWhichMayPass() {
        for (int code : new int[] {204, 206, 304, 400, 401, 403, 404, 410, 451}) {
            assertFailed(Replies.status(code), "http_" + code, false);
        }
        for (int code : new int[] {408, 425, 429, 500, 502, 503, 504}) {
            assertFailed(Replies.status(code), "http_" + code, true);
        }
    }

    @Test
    void triesAgainWhatMayPass() {
        server.on("a.test", "/", Replies.inTurn(Replies.status(500), Replies.hangUp(), Replies.image(10)));

        FetchOutcome outcome = fetch("http://a.test/", "retries=2");

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Fetched.class, it -> assertThat(it.attempts()).isEqualTo(3));
    }

    @Test
    void givesUpAfterTheLastRetryAndNeverRetriesARefusal() {
        server.on("a.test", "/500", Replies.status(500)).on("a.test", "/404", Replies.status(404));

        assertThat(label(fetch("http://a.test/500", "retries=2"))).isEqualTo("http_500");
        assertThat(label(fetch("http://a.test/404", "retries=2"))).isEqualTo("http_404");

        assertThat(server.count("a.test", "/500")).isEqualTo(3);
        assertThat(server.count("a.test", "/404")).isEqualTo(1);
    }

    @Test
    void waitsAsLongAsTheServerAsks() {
        server.on("a.test", "/", Replies.inTurn(Replies.status(429, "Retry-After: 1"), Replies.image(10)));
        long start = System.nanoTime();

        FetchOutcome outcome = fetch("http://a.test/", "retries=1", "maxBackoffSeconds=2");

        assertThat(label(outcome)).isEqualTo("success");
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(1_000_000_000L);
    }

    @Test
    void leavesAServerAloneThatAsksForMoreThanTheLongestWait() {
        server.on("a.test", "/", Replies.inTurn(Replies.status(429, "Retry-After: 3600"), Replies.image(10)));

        assertFailed(fetch("http://a.test/", "retries=5"), "http_429", true);

        assertThat(server.count("a.test", "/")).isEqualTo(1);
    }

    @Test
    void saysThatNobodyListens() throws IOException {
        int port;
        try (ServerSocket unused = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = unused.getLocalPort();
        }

        FetchOutcome outcome = fetch("http://a.test/", "hostOverrides={a.test: '127.0.0.1:" + port + "'}");

        assertFailed(outcome, "connect_error", true);
    }

    @Test
    void saysThatAHostDoesNotExist() {
        assertFailed(fetch("http://nowhere.invalid/", "hostOverrides={}"), "dns_error", true);
    }

    @Test
    void saysThatAHostDoesNotSpeakTls() {
        assertFailed(fetch("https://a.test/"), "tls_error", false);
    }

    @Test
    void namesWhatIsWrongWithAnAnswer() {
        String head = "HTTP/1.1 200 OK\r\n";
        assertFailed(Replies.hangUp(), "no_response", true);
        assertFailed(Replies.raw("hello\r\n\r\n"), "no_response", true);
        assertFailed(Replies.raw(head + "X: " + "y".repeat(20_000) + "\r\n\r\n"), "invalid_response", true);
        assertFailed(Replies.raw(head + "X: y\r\n".repeat(300) + "\r\n"), "invalid_response", true);
        assertFailed(Replies.raw(head + "Transfer-Encoding: chunked\r\n\r\nzz\r\n"), "invalid_response", true);
        assertFailed(Replies.raw(head + "Transfer-Encoding: chunked\r\n\r\n5\r\nab"), "truncated_body", true);
        assertFailed(Replies.truncated(1_000, 10), "truncated_body", true);
        assertFailed(Replies.image(0), "empty_body", true);
        assertFailed(Replies.image(10, "Content-Encoding: br"), "unsupported_encoding", false);
    }

    @Test
    void readsNoMoreThanTheBound() {
        assertFailed(Replies.image(MAX_BYTES + 1), "too_many_bytes", false);
        assertFailed(Replies.truncated(Long.MAX_VALUE, 10), "too_many_bytes", false);
        assertFailed(Replies.endless(), "too_many_bytes", false);
        server.on("a.test", "/", Replies.image(MAX_BYTES));
        assertThat(label(fetch("http://a.test/"))).isEqualTo("success");
    }

    @Test
    void decodesWhatWasCompressedUnaskedWithinTheBound() throws IOException {
        byte[] image = Replies.jpegLike(3_000);
        server.on("a.test", "/gzip", Replies.ok("image/jpeg", gzip(image), "Content-Encoding: gzip"))
                .on("a.test", "/not", Replies.ok("image/jpeg", image, "Content-Encoding: gzip"));

        for (String path : new String[] {"/gzip", "/not"}) {
            assertThat(fetch("http://a.test" + path))
                    .isInstanceOfSatisfying(
                            Fetched.class, it -> assertThat(it.image().array()).isEqualTo(image));
        }
        byte[] bomb = gzip(Replies.jpegLike(50_000_000));
        assertThat(bomb.length).isLessThan(MAX_BYTES);
        assertFailed(Replies.ok("image/jpeg", bomb, "Content-Encoding: gzip"), "too_many_bytes", false);
    }

    @Test
    void refusesTextWhateverItIsCalled() {
        for (String text : new String[] {
            "<!DOCTYPE html><p>Not found", "{\"error\": 404}", "Gone.", "<?xml version='1.0'?><svg></svg>", "   "
        }) {
            byte[] body = text.getBytes(StandardCharsets.UTF_8);
            assertFailed(Replies.ok("image/jpeg", body), "not_an_image", false);
        }
    }

    @Test
    void keepsConnectionsAlive() {
        server.on("a.test", "*", Replies.image(10)).on("a.test", "/404", Replies.status(404));
        try (Fetcher fetcher = new Fetcher(FetchSettings.of(server), MAX_BYTES)) {
            for (int i = 0; i < 20; i++) {
                fetcher.fetch("http://a.test/" + i).join();
                fetcher.fetch("http://a.test/404").join();
            }
            assertThat(server.openConnections()).isEqualTo(1);
        }
    }

    @Test
    void endsRequestsWhenItIsClosed() {
        server.on("a.test", "/", Replies.silence());
        Fetcher fetcher = new Fetcher(FetchSettings.of(server), MAX_BYTES);
        CompletableFuture<FetchOutcome> waiting = fetcher.fetch("http://a.test/");

        fetcher.close();

        assertThatThrownBy(waiting::join).isInstanceOf(CancellationException.class);
        assertThatThrownBy(() -> fetcher.fetch("http://a.test/")).hasMessage("The fetcher is closed");
    }

    @Test
    void isSharedByAllWhoWantTheSame() {
        FetchConfig config = FetchSettings.of(server);
        try (Fetcher shared = Fetcher.shared(config, MAX_BYTES);
                Fetcher other = Fetcher.shared(config, MAX_BYTES + 1)) {
            assertThat(Fetcher.shared(FetchSettings.of(server), MAX_BYTES)).isSameAs(shared);
            assertThat(other).isNotSameAs(shared);
        }
    }

    private FetchOutcome fetch(String url, String... overrides) {
        try (Fetcher fetcher = new Fetcher(FetchSettings.of(server, overrides), MAX_BYTES)) {
            return fetcher.fetch(url).join();
        }
    }

    private void assertFailed(Reply reply, String label, boolean isRetryable) {
        server.on("a.test", "/", reply);
        assertFailed(fetch("http://a.test/"), label, isRetryable);
    }

    private static void assertFailed(FetchOutcome outcome, String label, boolean isRetryable) {
        assertThat(outcome).isInstanceOfSatisfying(Failed.class, failed -> {
            assertThat(failed.status().label()).as(failed.status().detail()).isEqualTo(label);
            assertThat(failed.isRetryable()).isEqualTo(isRetryable);
        });
    }

    private static String label(FetchOutcome outcome) {
        return outcome instanceof Failed failed ? failed.status().label() : "success";
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(compressed)) {
            out.write(content);
        }
        return compressed.toByteArray();
    }
}
