package org.clipspark.benchmarks.throughput;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Several of a kind at once, each on a thread of its own, as the tasks of an executor are. */
final class Together implements Workload {
    private final List<Workload> workloads;
    private final ExecutorService threads;

    Together(List<Workload> workloads) {
        this.workloads = workloads;
        this.threads = Executors.newFixedThreadPool(workloads.size(), work -> {
            Thread thread = new Thread(work, "workload");
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public int pass() {
        List<Future<Integer>> passes = new ArrayList<>();
        workloads.forEach(workload -> passes.add(threads.submit(workload::pass)));
        return passes.stream().mapToInt(Together::result).sum();
    }

    private static int result(Future<Integer> pass) {
        try {
            return pass.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while a benchmark was under way", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("A workload failed", e);
        }
    }

    @Override
    public double fingerprint() {
        return workloads.stream().mapToDouble(Workload::fingerprint).sum();
    }
}
