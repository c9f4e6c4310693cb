package org.clipspark.prep.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.net.URIAuthority;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/** One GET at a time per thread, over kept connections. Redirects, retries and decoding are left to the caller. */
final class WebClient implements AutoCloseable {
    private static final TimeValue KEEP_ALIVE = TimeValue.ofSeconds(30);

    /** Of an answer that is not used, so that its connection can be kept; a longer rest costs more than a new one. */
    private static final int DRAINED_BYTES = 16_384;

    private static final int LONGEST_HEADER_CHARACTERS = 16_384;
    private static final int MOST_HEADERS = 200;

    private final PoolingHttpClientConnectionManager connections;
    private final CloseableHttpClient client;
    private final String userAgent;

    WebClient(FetchConfig config, DnsResolver resolver) {
        this.userAgent = config.userAgentHeader();
        this.connections = connections(config, resolver);
        this.client = HttpClients.custom()
                .setConnectionManager(connections)
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setProtocolUpgradeEnabled(false)
                        .setDefaultKeepAlive(KEEP_ALIVE.getDuration(), KEEP_ALIVE.getTimeUnit())
                        .build())
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableContentCompression()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableConnectionState()
                .disableDefaultUserAgent()
                .build();
    }

    /**
     * Sends a request and reads what the reader makes of a success.
     *
     * @param accept value of the header of that name
     * @param budget cuts the connection when its time is over
     */
    <T> Answer<T> fetch(WebUrl url, String accept, TimeBudget budget, AnswerReader<T> reader) throws FetchFailure {
        HttpGet request = request(url, accept);
        Progress progress = new Progress();
        budget.start(request);
        try {
            ClassicHttpResponse response =
                    client.executeOpen(new HttpHost(url.scheme(), url.host(), url.port()), request, null);
            progress.hasAnswer = true;
            return read(request, response, reader);
        } catch (IOException e) {
            if (budget.isSpent()) {
                throw FetchFailure.of(FetchStatus.TOTAL_TIMEOUT, "not complete in time: " + url);
            }
            throw Failures.of(e, progress.hasAnswer, url);
        } finally {
            budget.stop();
        }
    }

    /** Closes connections that nobody used for a while. */
    void closeIdle() {
        connections.closeExpired();
        connections.closeIdle(KEEP_ALIVE);
    }

    @Override
    public void close() {
        client.close(CloseMode.IMMEDIATE);
    }

    private static <T> Answer<T> read(HttpGet request, ClassicHttpResponse response, AnswerReader<T> reader)
            throws IOException, FetchFailure {
        boolean isWhole = false;
        try {
            Answer<T> answer = answer(response, reader);
            isWhole = isDrained(response);
            return answer;
        } catch (FetchFailure e) {
            isWhole = e.kind() == FetchStatus.HTTP && isDrained(response);
            throw e;
        } finally {
            if (!isWhole) {
                // Closing an answer reads what is left of it, which may be endless; an aborted one has nothing left.
                request.abort();
            }
            closeQuietly(response);
        }
    }

    private static <T> Answer<T> answer(ClassicHttpResponse response, AnswerReader<T> reader)
            throws IOException, FetchFailure {
        int code = response.getCode();
        Header location = response.getFirstHeader(HttpHeaders.LOCATION);
        boolean isRedirect = code == 301 || code == 302 || code == 303 || code == 307 || code == 308;
        if (isRedirect && location != null) {
            return new Answer.Redirect<>(utf8(location.getValue()));
        }
        if (code != 200 && code != 203) {
            throw FetchFailure.http(code, String.valueOf(response.getReasonPhrase()), RetryAfter.of(response));
        }
        return new Answer.Body<>(reader.read(response));
    }

    private static boolean isDrained(ClassicHttpResponse response) {
        if (response.getEntity() == null) {
            return true;
        }
        if (response.getEntity().getContentLength() > DRAINED_BYTES) {
            return false;
        }
        try {
            InputStream rest = response.getEntity().getContent();
            return rest.readNBytes(DRAINED_BYTES).length < DRAINED_BYTES;
        } catch (IOException e) {
            return false;
        }
    }

    /** The answer is known by now, so that a connection that cannot be closed in good order is no failure. */
    private static void closeQuietly(ClassicHttpResponse response) {
        try {
            response.close();
        } catch (IOException e) {
            return;
        }
    }

    /** Headers arrive as bytes read for Latin-1, yet those that are not ASCII are UTF-8 in practice. */
    private static String utf8(String header) {
        String decoded = new String(header.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        return decoded.indexOf('\ufffd') < 0 ? decoded : header;
    }

    private HttpGet request(WebUrl url, String accept) {
        HttpGet request = new HttpGet("/");
        request.setScheme(url.scheme());
        request.setAuthority(new URIAuthority(url.host(), url.port()));
        request.setPath(url.target());
        request.setHeader(HttpHeaders.HOST, url.authority());
        request.setHeader(HttpHeaders.USER_AGENT, userAgent);
        request.setHeader(HttpHeaders.ACCEPT, accept);
        request.setHeader(HttpHeaders.ACCEPT_ENCODING, "identity");
        return request;
    }

    private static PoolingHttpClientConnectionManager connections(FetchConfig config, DnsResolver resolver) {
        Timeout readTimeout = timeout(config.readTimeoutSeconds());
        return PoolingHttpClientConnectionManagerBuilder.create()
                .setDnsResolver(resolver)
                .setMaxConnTotal(config.connections())
                .setMaxConnPerRoute(config.connectionsPerHost())
                .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                        .http1Config(Http1Config.custom()
                                .setMaxLineLength(LONGEST_HEADER_CHARACTERS)
                                .setMaxHeaderCount(MOST_HEADERS)
                                .build())
                        .build())
                .setDefaultSocketConfig(
                        SocketConfig.custom().setSoTimeout(readTimeout).build())
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(timeout(config.connectTimeoutSeconds()))
                        .setSocketTimeout(readTimeout)
                        .setValidateAfterInactivity(TimeValue.ofMilliseconds(200))
                        .build())
                .build();
    }

    private static Timeout timeout(double seconds) {
        Duration duration = Duration.ofNanos((long) (seconds * 1e9));
        return Timeout.of(Math.max(1, duration.toMillis()), TimeUnit.MILLISECONDS);
    }

    /** Makes something of the headers and the body of a success. */
    interface AnswerReader<T> {
        T read(ClassicHttpResponse response) throws IOException, FetchFailure;
    }

    private static final class Progress {
        private boolean hasAnswer;
    }
}
