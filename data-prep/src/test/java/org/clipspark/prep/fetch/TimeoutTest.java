package org.clipspark.prep.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.clipspark.prep.fetch.FetchOutcome.Failed;
import org.clipspark.prep.fetch.WebServer.Reply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TimeoutTest {
    private final WebServer server = WebServer.start();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void givesUpOnASilentServer() {
        assertTimesOut(Replies.silence(), "read_timeout", "readTimeoutSeconds=0.2");
    }

    @Test
    void givesUpOnABodyThatStops() {
        Reply reply = exchange -> {
            exchange.print("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc");
            return Replies.silence().write(exchange);
        };

        assertTimesOut(reply, "read_timeout", "readTimeoutSeconds=0.2");
    }

    @Test
    void cutsAServerThatDripsHeaders() {
        assertTimesOut(Replies.drip("HTTP/1.1 200 OK\r\nX: ", 20), "total_timeout", "totalTimeoutSeconds=0.4");
    }

    @Test
    void cutsAServerThatDripsABody() {
        Reply reply = Replies.drip("HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n", 20);

        assertTimesOut(reply, "total_timeout", "totalTimeoutSeconds=0.4");
    }

    @Test
    void countsAllRedirectsOfAnAttemptTogether() {
        server.on("a.test", "/1", Replies.after(300, Replies.redirect("/2")))
                .on("a.test", "/2", Replies.after(300, Replies.redirect("/3")))
                .on("a.test", "/3", Replies.after(300, Replies.image(10)));

        assertThat(label(fetch("http://a.test/1", "totalTimeoutSeconds=0.7"))).isEqualTo("total_timeout");
        assertThat(label(fetch("http://a.test/1"))).isEqualTo("success");
    }

    @Test
    void doesNotCountTheWaitForATurn() {
        server.on("a.test", "*", Replies.after(200, Replies.image(10)));
        FetchConfig config = FetchSettings.of(server, "connectionsPerHost=1", "totalTimeoutSeconds=0.7");

        try (Fetcher fetcher = new Fetcher(config, 1_000)) {
            var outcomes = List.of("1", "2", "3", "4", "5", "6").stream()
                    .map(path -> fetcher.fetch("http://a.test/" + path))
                    .toList();
            assertThat(outcomes).allSatisfy(it -> assertThat(label(it.join())).isEqualTo("success"));
        }
    }

    @Test
    void givesUpOnAServerThatAcceptsNoConnection() throws IOException {
        // A socket with a full backlog drops the packets of further connections.
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            List<Socket> backlog = fill(full);

            FetchOutcome outcome = fetch(
                    "http://a.test/",
                    "hostOverrides={a.test: '127.0.0.1:" + full.getLocalPort() + "'}",
                    "connectTimeoutSeconds=0.3");

            assertThat(label(outcome)).isEqualTo("connect_timeout");
            for (Socket socket : backlog) {
                socket.close();
            }
        }
    }

    private static List<Socket> fill(ServerSocket full) throws IOException {
        List<Socket> backlog = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Socket socket = new Socket();
            backlog.add(socket);
            try {
                socket.connect(full.getLocalSocketAddress(), 100);
            } catch (java.net.SocketTimeoutException e) {
                break;
            }
        }
        return backlog;
    }

    private void assertTimesOut(Reply reply, String label, String setting) {
        server.on("a.test", "/", reply);
        long start = System.nanoTime();

        FetchOutcome outcome = fetch("http://a.test/", setting);

        assertThat(outcome).isInstanceOfSatisfying(Failed.class, failed -> {
            assertThat(failed.status().label()).isEqualTo(label);
            assertThat(failed.isRetryable()).isTrue();
        });
        assertThat(System.nanoTime() - start).isLessThan(8_000_000_000L);
    }

    private FetchOutcome fetch(String url, String... overrides) {
        try (Fetcher fetcher = new Fetcher(FetchSettings.of(server, overrides), 10_000)) {
            return fetcher.fetch(url).join();
        }
    }

    private static String label(FetchOutcome outcome) {
        return outcome instanceof Failed failed ? failed.status().label() : "success";
    }
}
