package org.clipspark.prep.fetch;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.clipspark.prep.fetch.Errand.Ending;
import org.clipspark.prep.fetch.Errand.Purpose;
import org.clipspark.prep.fetch.FetchOutcome.Failed;
import org.clipspark.prep.fetch.FetchOutcome.Fetched;
import org.clipspark.prep.fetch.ImageReader.ImageBody;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches images within bounds on connections, time and bytes, obeys what owners of sites ask for, and connects to
 * addresses of the public internet only.
 *
 * <p>Memory: bodies that are being read take at most {@code connections} times {@code maxBytes}; what is fetched
 * belongs to the caller, and {@link FetchWindow} bounds it.
 */
public final class Fetcher implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Fetcher.class);
    private static final ConcurrentMap<Terms, Fetcher> SHARED = new ConcurrentHashMap<>();

    private static final String ACCEPT_IMAGE = "image/jpeg,image/png,image/webp,image/*;q=0.8,*/*;q=0.5";
    private static final String ACCEPT_TEXT = "text/plain,*/*;q=0.5";

    /** RFC 9309, 2.3.1.2 and 2.5. */
    private static final int ROBOTS_REDIRECTS = 5;

    private static final int ROBOTS_BYTES = 500 * 1_024;
    private static final long ALL_ROBOTS_BYTES = 32L << 20;

    private final Terms terms;
    private final ScheduledThreadPoolExecutor timer;
    private final ThreadPoolExecutor requests;
    private final ThreadPoolExecutor lookups;
    private final Engine engine;
    private final RobotsCache robots;
    private final Purpose<ImageBody> image;
    private final Set<Errand<?>> errands = ConcurrentHashMap.newKeySet();
    private volatile boolean isClosed;

    /**
     * One of its own, to be closed. Tasks of an executor take {@link #shared}.
     *
     * @param config bounds and manners
     * @param maxBytes most bytes of one image, positive
     */
    public Fetcher(FetchConfig config, long maxBytes) {
        if (maxBytes < 1) {
            throw new IllegalArgumentException("maxBytes must be positive, got " + maxBytes);
        }
        this.terms = new Terms(config, maxBytes);
        this.timer = FetchThreads.timer();
        this.requests = FetchThreads.pool("fetch", config.connections());
        this.lookups = FetchThreads.pool("fetch-lookup", config.connections());
        GuardedResolver resolver = new GuardedResolver(config, InetAddress::getAllByName, lookups);
        this.engine = engine(config, new WebClient(config, resolver));
        this.robots = new RobotsCache(this::loadRobots, System::nanoTime, ALL_ROBOTS_BYTES);
        this.image =
                new Purpose<>(ACCEPT_IMAGE, config.maxRedirects(), this::permit, new ImageReader(config, maxBytes));
        Future<?> unused = timer.scheduleWithFixedDelay(engine.client()::closeIdle, 10, 10, TimeUnit.SECONDS);
        if (!config.allowedPrivateHosts().isEmpty()) {
            log.warn("Addresses outside the public internet are allowed for {}", config.allowedPrivateHosts());
        }
    }

    /**
     * The one of this JVM for a configuration, so that its bounds hold for an executor however many tasks it runs. It
     * needs no closing: its threads end when they are idle.
     */
    public static Fetcher shared(FetchConfig config, long maxBytes) {
        return SHARED.computeIfAbsent(new Terms(config, maxBytes), terms -> new Fetcher(terms.config, terms.maxBytes));
    }

    /**
     * Fetches one image. Whatever is wrong with the url or the host is an outcome; the future fails only if it is
     * cancelled, which ends the request, or if this is closed.
     *
     * @param url as a table has it
     * @throws IllegalStateException if this is closed
     */
    public CompletableFuture<FetchOutcome> fetch(String url) {
        if (isClosed) {
            throw new IllegalStateException("The fetcher is closed");
        }
        WebUrl start;
        try {
            start = WebUrl.parse(url);
        } catch (FetchFailure failure) {
            return CompletableFuture.completedFuture(new Failed(failure.status(), failure.isRetryable()));
        }
        return outcomeOf(new Errand<>(engine, image, start));
    }

    /** Ends all requests; their futures fail. A shared fetcher is made anew by the next call of {@link #shared}. */
    @Override
    public void close() {
        isClosed = true;
        SHARED.remove(terms, this);
        timer.shutdownNow();
        errands.forEach(Errand::cancel);
        requests.shutdown();
        lookups.shutdown();
        engine.client().close();
    }

    /** A future of its own, for the cancellation of a dependent one would not reach the errand. */
    private CompletableFuture<FetchOutcome> outcomeOf(Errand<ImageBody> errand) {
        CompletableFuture<FetchOutcome> outcome = new CompletableFuture<>();
        CompletableFuture<Void> unused = begin(errand)
                .thenAccept(ending -> outcome.complete(outcome(ending)))
                .exceptionally(thrown -> {
                    outcome.completeExceptionally(cause(thrown));
                    return null;
                });
        return cancelling(errand, outcome);
    }

    private static Throwable cause(Throwable thrown) {
        Throwable cause = thrown.getCause();
        return thrown instanceof CompletionException && cause != null ? cause : thrown;
    }

    private CompletableFuture<FetchOutcome> cancelling(
            Errand<ImageBody> errand, CompletableFuture<FetchOutcome> outcome) {
        CompletableFuture<FetchOutcome> unused = outcome.whenComplete((done, thrown) -> {
            errands.remove(errand);
            if (outcome.isCancelled()) {
                errand.cancel();
            }
        });
        return outcome;
    }

    private <T> CompletableFuture<Ending<T>> begin(Errand<T> errand) {
        errands.add(errand);
        return errand.begin();
    }

    private static FetchOutcome outcome(Ending<ImageBody> ending) {
        if (ending instanceof Ending.Arrived<ImageBody> arrived) {
            ImageBody body = arrived.content();
            return new Fetched(body.image(), arrived.url().toString(), body.contentType(), arrived.attempts());
        }
        FetchFailure failure = ((Ending.Failed<ImageBody>) ending).failure();
        return new Failed(failure.status(), failure.isRetryable());
    }

    private CompletableFuture<Permit> permit(WebUrl url) {
        FetchConfig config = terms.config;
        if (!config.respectRobots()) {
            return CompletableFuture.completedFuture(Permit.FREE);
        }
        Duration longest = seconds(config.maxCrawlDelaySeconds());
        return robots.robotsOf(url).thenApply(host -> host.permit(url, longest));
    }

    private CompletableFuture<HostRobots> loadRobots(WebUrl url) {
        Purpose<byte[]> purpose = new Purpose<>(
                ACCEPT_TEXT,
                ROBOTS_REDIRECTS,
                any -> CompletableFuture.completedFuture(Permit.FREE),
                response -> BodyReader.readBeginning(response, ROBOTS_BYTES));
        Errand<byte[]> errand = new Errand<>(engine, purpose, url);
        return begin(errand).thenApply(ending -> {
            errands.remove(errand);
            return HostRobots.of(ending, terms.config.productToken());
        });
    }

    private Engine engine(FetchConfig config, WebClient client) {
        HostQueues queues = new HostQueues(config.connections(), config.connectionsPerHost(), requests, timer);
        // Chance decides only when a host is asked again, never what becomes of a row.
        Backoff backoff = new Backoff(
                config.backoffSeconds(),
                config.maxBackoffSeconds(),
                () -> ThreadLocalRandom.current().nextDouble());
        HostBreaker breaker = new HostBreaker(config.hostFailureLimit(), System::nanoTime);
        return new Engine(
                client, queues, breaker, timer, backoff, config.retries(), seconds(config.totalTimeoutSeconds()));
    }

    private static Duration seconds(double seconds) {
        return Duration.ofNanos((long) (seconds * 1e9));
    }

    private record Terms(FetchConfig config, long maxBytes) {}
}
