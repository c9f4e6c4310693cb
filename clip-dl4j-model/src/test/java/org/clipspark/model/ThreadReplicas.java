package org.clipspark.model;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.clipspark.model.compute.FloatVector;

/** Replicas that are threads of one process; sums run in rank order, in double precision. */
final class ThreadReplicas {
    private final CyclicBarrier barrier;
    private final double[][] contributions;

    ThreadReplicas(int size) {
        barrier = new CyclicBarrier(size);
        contributions = new double[size][];
    }

    /** What one of the replicas does. */
    interface Work<T> {
        T run(ReplicaSum replicas) throws Exception;
    }

    /** Runs all replicas at the same time and returns what they return, by rank. */
    <T> List<T> run(Work<T> work) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(contributions.length);
        try {
            List<Future<T>> running = new ArrayList<>();
            for (int rank = 0; rank < contributions.length; rank++) {
                ReplicaSum member = new Member(rank);
                running.add(threads.submit(() -> work.run(member)));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> future : running) {
                results.add(result(future));
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }

    private static <T> T result(Future<T> future) throws Exception {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    private final class Member implements ReplicaSum {
        private final int rank;

        Member(int rank) {
            this.rank = rank;
        }

        @Override
        public int rank() {
            return rank;
        }

        @Override
        public int size() {
            return contributions.length;
        }

        @Override
        public double[] sum(double[] values) {
            contributions[rank] = values.clone();
            meet();
            double[] sums = new double[values.length];
            for (double[] each : contributions) {
                for (int i = 0; i < sums.length; i++) {
                    sums[i] += each[i];
                }
            }
            meet();
            return sums;
        }

        @Override
        public void sumInPlace(FloatVector vector) {
            float[] values = new float[(int) vector.size()];
            vector.read(0, values, 0, values.length);
            double[] mine = new double[values.length];
            for (int i = 0; i < mine.length; i++) {
                mine[i] = values[i];
            }
            double[] sums = sum(mine);
            for (int i = 0; i < sums.length; i++) {
                values[i] = (float) sums[i];
            }
            vector.write(0, values, 0, values.length);
        }

        private void meet() {
            try {
                // A replica that failed never comes: the others must not wait for it for ever.
                barrier.await(60, TimeUnit.SECONDS);
            } catch (Exception e) {
                throw new IllegalStateException("Another replica did not come", e);
            }
        }
    }
}
