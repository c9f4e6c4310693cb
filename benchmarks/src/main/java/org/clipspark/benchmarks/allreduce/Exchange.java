package org.clipspark.benchmarks.allreduce;

/** One member's end of an exchange with another process. */
interface Exchange extends AutoCloseable {
    /** Port of loopback where this member listens. */
    int port();

    /**
     * Joins the other member.
     *
     * @param ports of both members, by rank
     * @param secret that both have
     */
    void join(int[] ports, String secret);

    /** Exchanges the vector once. */
    void round();

    /** Throws {@link IllegalStateException} if the rounds so far have not given what they should. */
    void verify();

    @Override
    void close();
}
