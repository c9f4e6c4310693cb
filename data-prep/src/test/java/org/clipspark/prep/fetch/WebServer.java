package org.clipspark.prep.fetch;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;

/**
 * A web server on loopback with as many hosts as a test likes, told apart by the Host header. It is made of sockets
 * rather than of a library, for it must be able to break every rule of HTTP. Point {@code hostOverrides} to
 * {@link #address()}.
 */
public final class WebServer implements AutoCloseable {
    private static final String ANY_PATH = "*";
    private static final String ALL_HOSTS = "*";
    /** The first byte of a TLS connection. */
    private static final byte TLS_HANDSHAKE = 22;

    private final ServerSocket socket;
    private final Optional<SSLContext> tls;
    private final ExecutorService threads = Executors.newCachedThreadPool(WebServer::daemon);
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Map<String, Reply> replies = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> counts = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> active = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> mostActive = new ConcurrentHashMap<>();
    private final Map<String, Map<String, String>> lastHeaders = new ConcurrentHashMap<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    private WebServer(ServerSocket socket, Optional<SSLContext> tls) {
        this.socket = socket;
        this.tls = tls;
    }

    /** Listens on a free port of 127.0.0.1; speaks HTTP and no TLS. */
    public static WebServer start() {
        return start(Optional.empty());
    }

    /** The same, but a connection that begins as TLS goes on as that. */
    public static WebServer start(SSLContext tls) {
        return start(Optional.of(tls));
    }

    private static WebServer start(Optional<SSLContext> tls) {
        try {
            WebServer server = new WebServer(new ServerSocket(0, 1_024, InetAddress.getLoopbackAddress()), tls);
            server.threads.execute(server::accept);
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot listen on loopback", e);
        }
    }

    /** Port that was free. */
    public int port() {
        return socket.getLocalPort();
    }

    /** As {@code hostOverrides} writes it. */
    public String address() {
        return "127.0.0.1:" + port();
    }

    /**
     * From now on, answers requests like this; takes the place of an earlier reply.
     *
     * @param host its name, or {@code *}, with the path {@code *}, for whatever has no reply of its own
     * @param path with its query, or {@code *} for all paths of the host that have no reply of their own
     */
    public WebServer on(String host, String path, Reply reply) {
        replies.put(host + path, reply);
        return this;
    }

    /** Requests for a path of a host so far. */
    public int count(String host, String path) {
        return counts.getOrDefault(host + path, new AtomicInteger()).get();
    }

    /** Most requests that a host answered at the same time. */
    public int mostActive(String host) {
        return mostActive.getOrDefault(host, new AtomicInteger()).get();
    }

    /** Most requests that all hosts together answered at the same time. */
    public int mostActive() {
        return mostActive.getOrDefault(ALL_HOSTS, new AtomicInteger()).get();
    }

    /** Headers of the last request for a path, names in lower case. */
    public Map<String, String> lastHeaders(String host, String path) {
        return lastHeaders.getOrDefault(host + path, Map.of());
    }

    /** Connections that neither side has closed. */
    public int openConnections() {
        return open.size();
    }

    /** Closes all connections; replies that wait go on and fail. */
    @Override
    public void close() {
        stop.countDown();
        closeQuietly(socket);
        open.forEach(WebServer::closeQuietly);
        threads.shutdownNow();
    }

    private void accept() {
        while (stop.getCount() > 0) {
            try {
                Socket connection = socket.accept();
                connection.setTcpNoDelay(true);
                open.add(connection);
                threads.execute(() -> serve(connection));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            PushbackInputStream in = new PushbackInputStream(connection.getInputStream());
            int first = in.read();
            if (tls.isPresent() && first == TLS_HANDSHAKE) {
                InputStream read = new ByteArrayInputStream(new byte[] {TLS_HANDSHAKE});
                Socket secure = tls.orElseThrow().getSocketFactory().createSocket(connection, read, true);
                converse(secure.getInputStream(), secure.getOutputStream());
            } else if (first >= 0) {
                in.unread(first);
                converse(in, connection.getOutputStream());
            }
        } catch (IOException e) {
            // The client went away, which some tests are about.
            return;
        } finally {
            open.remove(connection);
        }
    }

    private void converse(InputStream input, OutputStream output) throws IOException {
        InputStream in = new BufferedInputStream(input);
        OutputStream out = new BufferedOutputStream(output, 65_536);
        boolean isKept = true;
        while (isKept) {
            String requestLine = line(in);
            if (!requestLine.startsWith("GET ")) {
                // The end of a kept connection, or the beginning of TLS.
                out.write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
                out.flush();
                return;
            }
            isKept = answer(requestLine.split(" ", -1)[1], headers(in), out);
        }
        out.close();
    }

    private boolean answer(String path, Map<String, String> headers, OutputStream out) throws IOException {
        String host = headers.getOrDefault("host", "").replaceFirst(":[0-9]+$", "");
        counts.computeIfAbsent(host + path, any -> new AtomicInteger()).incrementAndGet();
        lastHeaders.put(host + path, headers);
        begin(host);
        begin(ALL_HOSTS);
        boolean isKept;
        try {
            isKept = reply(host, path).write(new Exchange(host, path, headers, out, stop));
        } finally {
            // Before the last bytes leave: the client may send the next request as soon as it has them.
            end(host);
            end(ALL_HOSTS);
        }
        out.flush();
        return isKept;
    }

    private Reply reply(String host, String path) {
        return Stream.of(host + path, host + ANY_PATH, ALL_HOSTS + ANY_PATH)
                .flatMap(key -> Optional.ofNullable(replies.get(key)).stream())
                .findFirst()
                .orElseGet(() -> Replies.status(404));
    }

    private void begin(String host) {
        int now = active.computeIfAbsent(host, any -> new AtomicInteger()).incrementAndGet();
        mostActive.computeIfAbsent(host, any -> new AtomicInteger()).accumulateAndGet(now, Math::max);
    }

    private void end(String host) {
        active.computeIfAbsent(host, any -> new AtomicInteger()).decrementAndGet();
    }

    private static Map<String, String> headers(InputStream in) throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return headers;
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b >= ' ' || b == '\r'; b = in.read()) {
            line.append((char) b);
        }
        return line.toString().strip();
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "web-server");
        thread.setDaemon(true);
        return thread;
    }

    private static void closeQuietly(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            throw new IllegalStateException("Cannot close", e);
        }
    }

    /** Answers one request. */
    public interface Reply {
        /** Writes head and body; says whether the connection stays open. */
        boolean write(Exchange exchange) throws IOException;
    }

    /**
     * One request and where its answer goes.
     *
     * @param host without its port
     * @param headers names in lower case
     * @param out buffered; flushed after the reply
     */
    public record Exchange(
            String host, String path, Map<String, String> headers, OutputStream out, CountDownLatch stop) {
        /** Writes text as Latin-1, which has every byte. */
        public void print(String text) throws IOException {
            out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        }

        /** The time that a slow server takes; shorter if the server is closed. */
        public void linger(long millis) throws IOException {
            out.flush();
            try {
                if (stop.await(millis, TimeUnit.MILLISECONDS)) {
                    throw new IOException("The server is closed");
                }
            } catch (InterruptedException e) {
                throw new IOException("The server is closed", e);
            }
        }
    }
}
