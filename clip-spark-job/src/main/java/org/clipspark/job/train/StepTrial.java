package org.clipspark.job.train;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.clipspark.job.data.BatchPrefetcher;
import org.clipspark.job.data.ReplicaShare;
import org.clipspark.job.data.SampleCursor;
import org.clipspark.job.weights.InitialWeights;

/** A few real steps on this machine, to know how long one takes; what they learn is thrown away. */
final class StepTrial {
    private static final int LEAST_MEASURED = 2;
    /** Until compilers and caches are warm; in short epochs, at most this share of the steps. */
    private static final double WARM_UP_SECONDS = 2;

    private static final int WARM_UP_SHARE = 4;
    private static final double MEASURED_SECONDS = 4;
    private static final double NANOSECONDS = 1e9;

    private final RunPlan plan;

    StepTrial(RunPlan plan) {
        this.plan = plan;
    }

    /** At least so many steps, and as many more, up to a number, as fit into so many seconds. */
    private record Span(long least, long most, double seconds) {}

    /** Seconds of a step of so many replicas side by side, by the slowest of them. */
    double seconds(int replicas, int threadsOfEach) {
        ExecutorService pool = Executors.newFixedThreadPool(replicas);
        try {
            List<Future<Double>> trials = new ArrayList<>();
            for (int replica = 0; replica < replicas; replica++) {
                int rank = replica;
                trials.add(pool.submit(
                        () -> seconds(new ReplicaShare(rank, plan.order().streams()), threadsOfEach)));
            }
            double slowest = 0;
            for (Future<Double> trial : trials) {
                slowest = Math.max(slowest, trial.get());
            }
            return slowest;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while steps were measured", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure
                    ? failure
                    : new IllegalStateException("The steps that were to be measured failed", e);
        } finally {
            pool.shutdownNow();
        }
    }

    private double seconds(ReplicaShare share, int threads) {
        long seed = plan.config().run().seed();
        try (Replica replica = new Replica(plan, ReplicaPlace.ofTrial(threads));
                BatchPrefetcher batches = new ReplicaInput(plan).batches(SampleCursor.start(seed, 0), share)) {
            // Drawn whatever the run begins with: how long a step takes does not depend on the values.
            replica.initialise(InitialWeights.named("", seed));
            long most = Math.max(1, plan.stepsPerEpoch() / WARM_UP_SHARE);
            run(replica, batches, new Span(1, most, WARM_UP_SECONDS));
            double seconds = run(replica, batches, new Span(LEAST_MEASURED, Long.MAX_VALUE, MEASURED_SECONDS));
            if (Double.isNaN(seconds)) {
                throw new IllegalArgumentException("An epoch of " + plan.stepsPerEpoch()
                        + " steps is too short to measure a step: give --seconds-per-step");
            }
            return seconds;
        }
    }

    /** Mean seconds of a step; not a number if there were no batches left for one. */
    private static double run(Replica replica, BatchPrefetcher batches, Span span) {
        long start = System.nanoTime();
        long steps = 0;
        while (batches.hasNext() && steps < span.most && (steps < span.least || elapsed(start) < span.seconds)) {
            steps += replica.steps(batches, new Stretch(0, 1, 1), samples -> {}).size();
        }
        return steps == 0 ? Double.NaN : elapsed(start) / steps;
    }

    private static double elapsed(long start) {
        return (System.nanoTime() - start) / NANOSECONDS;
    }
}
