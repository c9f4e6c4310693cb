package org.clipspark.job.sync;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.clipspark.job.sync.link.Rendezvous;
import org.clipspark.job.sync.link.RingFormation;
import org.clipspark.job.sync.link.RingSecret;
import org.clipspark.job.sync.link.RingTicket;

/** Rings whose members are threads of this JVM, joined over loopback. */
public final class LocalRings {
    public static final RingSettings SETTINGS =
            RingSettings.DEFAULT.withTimeout(Duration.ofSeconds(20)).withSliceFloats(1 << 16);

    private LocalRings() {}

    /** Runs the member on {@code size} joined threads; rows by rank; the first failure by rank is thrown. */
    public static <R> List<R> run(int size, RingSettings settings, Function<ReplicaGroup, R> member) {
        return results(start(size, settings, RingSecret.random(), member));
    }

    public static <R> List<R> run(int size, Function<ReplicaGroup, R> member) {
        return run(size, SETTINGS, member);
    }

    /** The same without waiting; the ports are open and known to all when this returns. */
    public static <R> Running<R> start(
            int size, RingSettings settings, RingSecret secret, Function<ReplicaGroup, R> member) {
        List<RingFormation> doors = new ArrayList<>();
        List<Rendezvous> members = new ArrayList<>();
        for (int rank = 0; rank < size; rank++) {
            doors.add(RingFormation.open(InetAddress.getLoopbackAddress()));
            members.add(new Rendezvous("127.0.0.1", doors.get(rank).port(), rank, size));
        }
        ExecutorService threads = Executors.newFixedThreadPool(size);
        List<Future<R>> rows = new ArrayList<>();
        for (RingFormation door : doors) {
            int rank = rows.size();
            Callable<R> work = () -> {
                try (door;
                        ReplicaGroup group =
                                ReplicaGroup.ring(door, new RingTicket(members, rank, secret, "test"), settings)) {
                    return member.apply(group);
                }
            };
            rows.add(threads.submit(work));
        }
        threads.shutdown();
        return new Running<>(members, rows);
    }

    public static <R> List<R> results(Running<R> running) {
        List<R> rows = new ArrayList<>();
        for (Future<R> row : running.rows()) {
            try {
                rows.add(row.get());
            } catch (ExecutionException e) {
                throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        return rows;
    }

    /** Members on their way: where they listen and what they will return. */
    public record Running<R>(List<Rendezvous> members, List<Future<R>> rows) {}
}
