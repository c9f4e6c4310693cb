package org.clipspark.job.serve;

import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** Lets one thread at a time work, in the order in which they came, and refuses those that too many wait before. */
final class Turns {
    private final Semaphore places;
    private final ReentrantLock turn = new ReentrantLock(true);

    /** For so many that wait or work, at least 1. */
    Turns(int places) {
        this.places = new Semaphore(places);
    }

    /**
     * Waits for its turn and works.
     *
     * @throws RefusedRequestException at once, with status 503, if all places are taken
     */
    <T> T take(Supplier<T> work) {
        if (!places.tryAcquire()) {
            throw new RefusedRequestException(RefusedRequestException.BUSY, "too many requests wait: come back later");
        }
        turn.lock();
        try {
            return work.get();
        } finally {
            turn.unlock();
            places.release();
        }
    }
}
