package org.clipspark.model.compute;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The threads of one replica, for passes of ours over large tensors. What is computed must not depend on how a tensor is
 * cut: pieces begin at multiples of a
 * section that the work chooses.
 */
public final class HostThreads {
    /** Elements that one thread works on at a time. */
    static final long SECTION = 1 << 20;

    private final int threads;
    private final ExecutorService helpers;

    /** Work on the elements of {@code section}, from {@code from} to before {@code to}. */
    public interface Work {
        /** Works on them; called by one thread per section. */
        void run(int section, long from, long to);
    }

    /** That many threads, the caller's among them; they start when they are needed. */
    public HostThreads(int threads) {
        this.threads = threads;
        this.helpers = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "clip-host");
            thread.setDaemon(true);
            return thread;
        });
    }

    static int sections(long size) {
        return sections(size, SECTION);
    }

    static int sections(long size, long section) {
        return Math.toIntExact((size + section - 1) / section);
    }

    /** Works on all sections, thread {@code i} on every {@code threads}-th from the {@code i}-th on, and waits. */
    void run(long size, Work work) {
        run(size, SECTION, work);
    }

    /** As {@link #run(long, Work)}, in sections of that many elements. */
    public void run(long size, long section, Work work) {
        int sections = sections(size, section);
        List<Future<?>> others = new ArrayList<>();
        for (int thread = 1; thread < Math.min(threads, sections); thread++) {
            int first = thread;
            others.add(helpers.submit(() -> share(first, sections, section, size, work)));
        }
        share(0, sections, section, size, work);
        others.forEach(HostThreads::join);
    }

    private void share(int first, int sections, long length, long size, Work work) {
        for (int section = first; section < sections; section += threads) {
            work.run(section, section * length, Math.min(size, (section + 1) * length));
        }
    }

    private static void join(Future<?> other) {
        try {
            other.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while a step was under way", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("A pass over a tensor failed", e);
        }
    }

    /** Ends the threads. */
    public void close() {
        helpers.shutdownNow();
    }
}
