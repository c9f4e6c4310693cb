package org.clipspark.job.data;

/**
 * How samples become batches.
 *
 * @param batchSize pairs of a batch, at least 2
 * @param contextLength tokens of a text
 * @param decodeThreads threads that decode ahead, at least 1
 * @param prefetchBatches batches that are kept ready, at least 1
 */
public record BatchSettings(int batchSize, int contextLength, int decodeThreads, int prefetchBatches) {
    /** Checks the values. */
    public BatchSettings {
        if (batchSize < 2 || contextLength < 2 || decodeThreads < 1 || prefetchBatches < 1) {
            throw new IllegalArgumentException("Batches need batchSize >= 2, contextLength >= 2, decodeThreads >= 1 and"
                    + " prefetchBatches >= 1, got " + batchSize + ", " + contextLength + ", " + decodeThreads + ", "
                    + prefetchBatches);
        }
    }
}
