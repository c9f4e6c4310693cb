package org.clipspark.job.data;

import java.io.Serializable;
import org.clipspark.model.input.Augmentation;

/**
 * Section {@code data}.
 *
 * @param shards folder that {@code clip prep run} wrote; a path, or an address that Hadoop can open
 * @param decodeThreads threads that decode ahead for each replica, at least 1
 * @param prefetchBatches batches that are kept ready for each replica, at least 1
 * @param augmentation random changes of training images
 */
public record DataSettings(String shards, int decodeThreads, int prefetchBatches, Augmentation augmentation)
        implements Serializable {
    /** Checks the values. */
    public DataSettings {
        if (shards.isBlank()) {
            throw new IllegalArgumentException("data.shards must not be empty, got '" + shards + "'");
        }
        if (decodeThreads < 1) {
            throw new IllegalArgumentException("data.decodeThreads must be at least 1, got " + decodeThreads);
        }
        if (prefetchBatches < 1) {
            throw new IllegalArgumentException("data.prefetchBatches must be at least 1, got " + prefetchBatches);
        }
    }
}
