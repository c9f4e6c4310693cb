package org.clipspark.job.plan;

/**
 * What Spark's settings give one kind of process of a run.
 *
 * @param name for people: executor, driver or process
 * @param replicas most replicas that it holds at once, the driver's own included
 * @param isDriver whether it evaluates
 * @param heap its largest Java heap, and what sets it
 * @param outside memory beside the heap that it may take; {@link Limit#NONE} where nobody counts
 * @param resident all of its memory that JavaCPP allows
 * @param machine all memory of the machine or container, where that is known
 */
record ProcessGrant(
        String name, int replicas, boolean isDriver, Limit heap, Limit outside, Limit resident, Limit machine) {
    /**
     * A bound on memory.
     *
     * @param bytes how much
     * @param name what sets it, such as spark.executor.memory
     * @param flag how to set it: a text with %d for MiB
     */
    record Limit(long bytes, String name, String flag) {
        /** No bound. */
        static final Limit NONE = new Limit(Long.MAX_VALUE, "", "%d");

        boolean isUnknown() {
            return bytes == Long.MAX_VALUE;
        }
    }
}
