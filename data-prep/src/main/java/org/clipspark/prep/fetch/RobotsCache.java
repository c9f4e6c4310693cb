package org.clipspark.prep.fetch;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** Asks each host for its robots.txt once, however many urls of it are waiting, and remembers the answer. */
final class RobotsCache {
    /** RFC 9309, 2.4: not longer than a day. */
    private static final Duration LIFETIME = Duration.ofDays(1);

    /** Of a failure, which passes sooner; short enough for a long job to try again. */
    private static final Duration FAILURE_LIFETIME = Duration.ofMinutes(10);

    private static final int ENTRY_BYTES = 1_024;

    private final Function<WebUrl, CompletableFuture<HostRobots>> loader;
    private final LongSupplier nanoTime;
    private final long mostBytes;
    private final Map<String, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);
    private long heldBytes;

    /**
     * Remembers nothing at first.
     *
     * @param loader fetches a robots.txt; its future does not fail
     * @param mostBytes of robots.txt files to remember, each counted with 1 KiB of its own
     */
    RobotsCache(Function<WebUrl, CompletableFuture<HostRobots>> loader, LongSupplier nanoTime, long mostBytes) {
        this.loader = loader;
        this.nanoTime = nanoTime;
        this.mostBytes = mostBytes;
    }

    CompletableFuture<HostRobots> robotsOf(WebUrl url) {
        String origin = url.origin();
        CompletableFuture<HostRobots> robots;
        synchronized (this) {
            Entry known = entries.get(origin);
            if (known != null && !known.isExpired(nanoTime.getAsLong())) {
                return known.robots;
            }
            forget(origin);
            robots = new CompletableFuture<>();
            entries.put(origin, new Entry(robots));
        }
        CompletableFuture<HostRobots> unused = loader.apply(url.robots()).whenComplete((loaded, thrown) -> {
            if (thrown == null) {
                remember(origin, loaded, robots);
                robots.complete(loaded);
            } else {
                forget(origin);
                robots.completeExceptionally(thrown);
            }
        });
        return robots;
    }

    private synchronized void remember(String origin, HostRobots loaded, CompletableFuture<HostRobots> robots) {
        Entry entry = entries.get(origin);
        if (entry == null || entry.robots != robots) {
            return;
        }
        Duration lifetime = loaded.failure().isPresent() ? FAILURE_LIFETIME : LIFETIME;
        entry.endsNanos = nanoTime.getAsLong() + lifetime.toNanos();
        entry.isLoaded = true;
        entry.bytes = loaded.weight() + ENTRY_BYTES;
        heldBytes += entry.bytes;
        Iterator<Map.Entry<String, Entry>> oldest = entries.entrySet().iterator();
        while (heldBytes > mostBytes && oldest.hasNext()) {
            heldBytes -= oldest.next().getValue().bytes;
            oldest.remove();
        }
    }

    private synchronized void forget(String origin) {
        Entry forgotten = entries.remove(origin);
        heldBytes -= forgotten == null ? 0 : forgotten.bytes;
    }

    private static final class Entry {
        private final CompletableFuture<HostRobots> robots;
        private boolean isLoaded;
        private long endsNanos;
        private int bytes;

        Entry(CompletableFuture<HostRobots> robots) {
            this.robots = robots;
        }

        boolean isExpired(long now) {
            return isLoaded && now - endsNanos > 0;
        }
    }
}
