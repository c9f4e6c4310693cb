package org.clipspark.job.plan;

/**
 * What a round of plain tasks takes: the state goes out from the driver to all replicas, from them through a shuffle, and
 * back to the driver.
 *
 * @param state bytes of everything that a round hands on
 * @param replicas tasks of the round
 */
record RoundCost(long state, int replicas) {
    /** Rough: 605 MB of each of two executors took 25 s through broadcast and shuffle on one machine. */
    private static final double LOCAL_BYTES_PER_SECOND = 50e6;
    /** The jobs of a round, without any bytes. */
    private static final double SECONDS_PER_ROUND = 0.3;

    /** That the driver sends and receives: its link is the narrowest place. */
    long bytes() {
        return (replicas + 1L) * state;
    }

    /** Seconds of a round on a network of that many bytes a second each way. */
    double seconds(double bytesPerSecond) {
        return SECONDS_PER_ROUND + Math.max(state * replicas / LOCAL_BYTES_PER_SECOND, bytes() / bytesPerSecond);
    }
}
