package org.clipspark.job.serve;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import org.clipspark.job.embed.Encoder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A small HTTP service on loopback: {@code POST /embed} and {@code POST /classify} with JSON in and out, {@code GET
 * /statistics}. What web pages in a browser can send on their own is refused: another host name, or another type than JSON.
 */
public final class EmbeddingService implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EmbeddingService.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern OWN_NAME = Pattern.compile("(127\\.0\\.0\\.1|localhost)(:\\d+)?");
    private static final String JSON_TYPE = "application/json";
    /** Seconds that a client may take to send a request. */
    private static final String LONGEST_SENDING = "60";

    /** Beside those that wait: they read requests, and refuse where too many wait. */
    private static final int READERS = 4;

    private static final int OK = 200;
    private static final int FAILED = 500;

    private final HttpServer server;
    private final ExecutorService threads;
    private final ServiceSettings settings;
    private final Turns turns;
    private final EncodedAnswers answers;
    private final RequestTimes times = new RequestTimes();
    private final CountDownLatch left;

    private EmbeddingService(HttpServer server, Encoder encoder, ServiceSettings settings, int stopAfter) {
        this.server = server;
        this.settings = settings;
        this.turns = new Turns(settings.maxWaiting());
        this.answers = new EncodedAnswers(encoder, settings, turns);
        this.left = new CountDownLatch(stopAfter);
        this.threads = Executors.newFixedThreadPool(settings.maxWaiting() + READERS, work -> {
            Thread thread = new Thread(work, "clip-serve");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Starts to serve.
     *
     * @param encoder that the service uses alone from now on; the caller's to close, after the service
     * @param stopAfter requests after which {@link #await} returns, at least 1
     * @throws UncheckedIOException if the port is taken
     */
    public static EmbeddingService start(Encoder encoder, ServiceSettings settings, int stopAfter) {
        // Java's server waits for slow senders for ever, and knows no other way to be told.
        System.setProperty("sun.net.httpserver.maxReqTime", LONGEST_SENDING);
        try {
            InetAddress loopback = InetAddress.getByAddress("localhost", new byte[] {127, 0, 0, 1});
            HttpServer server = HttpServer.create(new InetSocketAddress(loopback, settings.port()), 0);
            EmbeddingService service = new EmbeddingService(server, encoder, settings, stopAfter);
            server.setExecutor(service.threads);
            server.createContext("/", service::handle);
            server.start();
            return service;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "Cannot serve on port " + settings.port() + " of loopback: " + e.getMessage(), e);
        }
    }

    /** The port that it listens on. */
    public int port() {
        return server.getAddress().getPort();
    }

    /** Whose turn it is to use the model. */
    Turns turns() {
        return turns;
    }

    /** Counts and times of the requests so far. */
    public Map<String, Object> figures() {
        return times.figures();
    }

    /**
     * Waits until so many requests were answered as it is to end after.
     *
     * @throws InterruptedException if the thread is interrupted meanwhile
     */
    public void await() throws InterruptedException {
        left.await();
    }

    private void handle(HttpExchange exchange) throws IOException {
        long start = System.nanoTime();
        int status = FAILED;
        try (exchange) {
            Map<String, Object> answer;
            try {
                answer = answer(exchange);
                status = OK;
            } catch (RefusedRequestException e) {
                answer = Map.of("error", String.valueOf(e.getMessage()));
                status = e.status();
            }
            send(exchange, status, answer);
        } finally {
            times.add(System.nanoTime() - start, status != OK);
            left.countDown();
            if (status == FAILED) {
                log.error("request={} failed", exchange.getRequestURI().getPath());
            }
        }
    }

    private Map<String, Object> answer(HttpExchange exchange) throws IOException {
        String host = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Host"))
                .orElse("");
        if (!OWN_NAME.matcher(host).matches()) {
            throw new RefusedRequestException(
                    RefusedRequestException.FORBIDDEN, "the host must be localhost or 127.0.0.1");
        }
        return switch (exchange.getRequestURI().getPath()) {
            case "/embed" -> answers.embed(body(exchange));
            case "/classify" -> answers.classify(body(exchange));
            case "/statistics" -> {
                requireMethod(exchange, "GET");
                yield times.figures();
            }
            default ->
                throw new RefusedRequestException(
                        RefusedRequestException.NOT_FOUND, "no such path (expected: /embed, /classify, /statistics)");
        };
    }

    private static void requireMethod(HttpExchange exchange, String method) {
        if (!exchange.getRequestMethod().equals(method)) {
            throw new RefusedRequestException(RefusedRequestException.WRONG_METHOD, "expected " + method);
        }
    }

    private byte[] body(HttpExchange exchange) throws IOException {
        requireMethod(exchange, "POST");
        String type = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Content-Type"))
                .orElse("");
        if (!type.split(";", 2)[0].strip().equalsIgnoreCase(JSON_TYPE)) {
            throw new RefusedRequestException(
                    RefusedRequestException.WRONG_TYPE, "the Content-Type must be " + JSON_TYPE);
        }
        byte[] body;
        try (InputStream in = exchange.getRequestBody()) {
            body = in.readNBytes(settings.maxRequestBytes() + 1);
        }
        if (body.length > settings.maxRequestBytes()) {
            throw new RefusedRequestException(
                    RefusedRequestException.TOO_LARGE,
                    "the request is larger than " + settings.maxRequestBytes() + " bytes");
        }
        return body;
    }

    private static void send(HttpExchange exchange, int status, Map<String, Object> answer) throws IOException {
        byte[] json = JSON.writeValueAsBytes(answer);
        exchange.getResponseHeaders().set("Content-Type", JSON_TYPE);
        exchange.sendResponseHeaders(status, json.length);
        exchange.getResponseBody().write(json);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdown();
    }
}
