package org.clipspark.prep.fetch;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Work waits in a queue for each host, and hosts take turns. So a host with many urls gets its few connections, and
 * the others all the rest, whatever the order in which the urls came.
 */
final class HostQueues {
    private final int connections;
    private final int connectionsPerHost;
    private final Executor threads;
    private final ScheduledExecutorService timer;
    private final Map<String, Host> hosts = new HashMap<>();
    private final Queue<Host> ready = new ArrayDeque<>();
    private int running;

    /**
     * No work at first.
     *
     * @param threads at least {@code connections}
     * @param timer for hosts that want to be asked at intervals
     */
    HostQueues(int connections, int connectionsPerHost, Executor threads, ScheduledExecutorService timer) {
        this.connections = connections;
        this.connectionsPerHost = connectionsPerHost;
        this.threads = threads;
        this.timer = timer;
    }

    /**
     * Queues work that occupies a connection.
     *
     * @param interval least time between the beginning of this work and that of the next for the host, or zero
     */
    void submit(String host, Duration interval, Runnable work) {
        synchronized (this) {
            Host queue = hosts.computeIfAbsent(host, Host::new);
            queue.waiting.add(new Work(interval, work));
            line(queue);
        }
        next().ifPresent(this::start);
    }

    /** Lets what waits for a host come to its turn without intervals: nobody is there to be spared. */
    synchronized void hurry(String host) {
        Host queue = hosts.get(host);
        if (queue != null) {
            Queue<Work> hurried = new ArrayDeque<>(queue.waiting.size());
            queue.waiting.forEach(work -> hurried.add(new Work(Duration.ZERO, work.work())));
            queue.waiting = hurried;
        }
    }

    private void start(Turn first) {
        threads.execute(() -> {
            Optional<Turn> turn = Optional.of(first);
            while (turn.isPresent()) {
                try {
                    turn.orElseThrow().work().run();
                } finally {
                    end(turn.orElseThrow().host());
                }
                turn = next();
            }
        });
    }

    /** Each end makes room for one beginning, which the same thread takes. */
    private synchronized void end(Host host) {
        running--;
        host.running--;
        line(host);
    }

    private synchronized Optional<Turn> next() {
        Host host = running < connections ? ready.poll() : null;
        if (host == null) {
            return Optional.empty();
        }
        host.isReady = false;
        Work work = host.waiting.remove();
        running++;
        host.running++;
        if (!work.interval().isZero()) {
            host.isPaused = true;
            Future<?> unused =
                    timer.schedule(() -> resume(host), work.interval().toNanos(), TimeUnit.NANOSECONDS);
        }
        line(host);
        return Optional.of(new Turn(host, work.work()));
    }

    private void resume(Host host) {
        synchronized (this) {
            host.isPaused = false;
            line(host);
        }
        next().ifPresent(this::start);
    }

    /** Puts a host in line for its next turn if it may have one, and forgets it if nothing is known about it. */
    private void line(Host host) {
        boolean mayRun = !host.isPaused && !host.isReady && host.running < connectionsPerHost;
        if (mayRun && !host.waiting.isEmpty()) {
            host.isReady = true;
            ready.add(host);
        } else if (!host.isPaused && host.running == 0 && host.waiting.isEmpty()) {
            hosts.remove(host.name, host);
        }
    }

    private record Work(Duration interval, Runnable work) {}

    private record Turn(Host host, Runnable work) {}

    private static final class Host {
        private final String name;
        private Queue<Work> waiting = new ArrayDeque<>();
        private int running;
        private boolean isReady;
        private boolean isPaused;

        Host(String name) {
            this.name = name;
        }
    }
}
