package org.clipspark.job.sync;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.spark.SparkConf;
import org.clipspark.job.sync.link.Rendezvous;
import org.clipspark.job.sync.link.RingFormation;
import org.clipspark.job.sync.link.RingSecret;
import org.clipspark.job.sync.link.RingTicket;
import org.clipspark.model.compute.FloatVector;

/** How long a ring's average takes where no network is in between: members on threads of this process, over loopback. */
public final class LoopbackAverage {
    /** Longer vectors take as much longer: the work is by slices. */
    private static final int LONGEST = 1 << 23;

    private static final int WARM_UP = 4;
    private static final int MEASURED = 5;
    private static final double NANOSECONDS = 1e9;

    private LoopbackAverage() {}

    /**
     * Seconds of one average, the median of a few: it has the machine's other load in it, as steps have.
     *
     * @param members at least 2
     * @param floats of the vector, at least 1
     * @param conf whose encryption the connections have
     */
    public static double seconds(int members, long floats, RingSettings settings, SparkConf conf) {
        RingSettings effective = ClusterEncryption.apply(conf, settings);
        int length = (int) Math.min(LONGEST, floats);
        List<RingFormation> doors = new ArrayList<>();
        List<Rendezvous> all = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(members);
        try {
            for (int rank = 0; rank < members; rank++) {
                doors.add(RingFormation.open(InetAddress.getLoopbackAddress()));
                all.add(new Rendezvous("127.0.0.1", doors.get(rank).port(), rank, members));
            }
            RingSecret secret = RingSecret.random();
            List<Future<Double>> trials = new ArrayList<>();
            for (int rank = 0; rank < members; rank++) {
                RingFormation door = doors.get(rank);
                RingTicket ticket = new RingTicket(all, rank, secret, "trial");
                trials.add(threads.submit(() -> seconds(door, ticket, effective, length)));
            }
            return slowest(trials) * floats / length;
        } finally {
            threads.shutdownNow();
            doors.forEach(RingFormation::close);
        }
    }

    private static double seconds(RingFormation door, RingTicket ticket, RingSettings settings, int length) {
        FloatVector vector = FloatVector.of(new float[length]);
        double[] seconds = new double[WARM_UP + MEASURED];
        try (ReplicaGroup group = ReplicaGroup.ring(door, ticket, settings)) {
            for (int i = 0; i < seconds.length; i++) {
                group.barrier();
                long start = System.nanoTime();
                group.averageInPlace("trial", vector, 1);
                seconds[i] = (System.nanoTime() - start) / NANOSECONDS;
            }
        }
        Arrays.sort(seconds, WARM_UP, seconds.length);
        return seconds[WARM_UP + MEASURED / 2];
    }

    private static double slowest(List<Future<Double>> trials) {
        double slowest = 0;
        for (Future<Double> trial : trials) {
            try {
                slowest = Math.max(slowest, trial.get());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("Interrupted while an average was measured", e);
            } catch (ExecutionException e) {
                throw new IllegalStateException("The average that was to be measured failed: " + e.getCause(), e);
            }
        }
        return slowest;
    }
}
