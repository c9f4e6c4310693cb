package org.clipspark.job;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.util.ShutdownHookManager;
import org.clipspark.job.train.Trainer;

/**
 * Lets a run that is told to end by a signal write its checkpoint first: until then the process does not end. It then ends
 * with 143, as the signal says.
 */
final class GracefulStop {
    /** Spark stops its context with 50, and nothing may be stopped before the run. */
    private static final int BEFORE_SPARK = 100;
    /** An average may be many steps away; whoever sent the signal will not wait longer. */
    private static final long LONGEST_MINUTES = 10;

    private final CountDownLatch end = new CountDownLatch(1);
    private final Runnable hook;

    GracefulStop(Trainer trainer) {
        hook = () -> {
            trainer.stop();
            try {
                end.await(LONGEST_MINUTES, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
        ShutdownHookManager.get().addShutdownHook(hook, BEFORE_SPARK, LONGEST_MINUTES, TimeUnit.MINUTES);
    }

    /** The run has ended, one way or the other. */
    void ended() {
        end.countDown();
        if (!ShutdownHookManager.get().isShutdownInProgress()) {
            ShutdownHookManager.get().removeShutdownHook(hook);
        }
    }
}
