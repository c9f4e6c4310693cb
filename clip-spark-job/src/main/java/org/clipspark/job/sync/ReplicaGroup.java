package org.clipspark.job.sync;

import java.util.List;
import org.clipspark.job.sync.link.RingFormation;
import org.clipspark.job.sync.link.RingTicket;
import org.clipspark.model.compute.FloatVector;

/**
 * The replicas of one training stage, seen from one of them.
 *
 * <p>Every member calls the same methods in the same order with the same lengths. Results have the same bits on every
 * member and depend only on the inputs: sums run in rank order, in double precision, whatever the network does.
 *
 * <p>A member that hears nothing from another one within the group's time-out, or whose connection breaks, throws an
 * {@link java.io.UncheckedIOException} that names the silent rank; the group is closed then and every later call
 * throws {@link IllegalStateException}. Not safe for use by several threads at once.
 */
public sealed interface ReplicaGroup extends AutoCloseable permits SoloGroup, RingGroup {
    /** The group of one replica, which agrees with itself without a network. */
    static ReplicaGroup solo() {
        return new SoloGroup();
    }

    /**
     * The group of several replicas, each of which calls this at the same time.
     *
     * @throws java.io.UncheckedIOException naming the ranks that did not appear within the time-out
     */
    static ReplicaGroup ring(RingFormation formation, RingTicket ticket, RingSettings settings) {
        return new RingGroup(ticket.rank(), formation.join(ticket, settings.links()), settings);
    }

    /** This member's number, in {@code [0, size())}. */
    int rank();

    /** Number of members, at least 1. */
    int size();

    /**
     * Replaces the vector on every member by the mean over the members, weighted by {@code weight}: {@code sum(w_r x_r)
     * / sum(w_r)}, each weight divided by their total first, summed in rank order in double precision and rounded to float
     * once. A member of weight 0 receives the
     * mean and adds nothing to it, whatever its vector holds.
     *
     * @param vector as long on every member; memory in use beside it is a few slices whatever its length
     * @param weight samples that this member has really seen since the last mean, in {@code [0, 2^53]}
     * @return the total weight; 0 means that nobody had a sample and that the vector was left as it was
     * @throws IllegalArgumentException if the weight is out of range or the vectors differ in length
     */
    double averageInPlace(FloatVector vector, double weight);

    /**
     * As {@link #averageInPlace(FloatVector, double)}, for a vector that travels in the form that the group's settings
     * ask for. On a wire that rounds, each member keeps under the name what rounding took from its vector, one float on
     * the heap for each of the vector's, and adds it the next time; the group forgets it when it is closed.
     *
     * @param name of this vector among those that the group averages or adds up, the same on every member
     * @throws IllegalArgumentException also if the vector of that name had another length before
     */
    default double averageInPlace(String name, FloatVector vector, double weight) {
        return averageInPlace(vector, weight);
    }

    /**
     * Replaces the vector on every member by the sum over the members, in rank order in double precision and rounded to
     * float once.
     *
     * @param vector as long on every member; memory in use beside it is a few slices whatever its length
     * @throws IllegalArgumentException if the vectors differ in length
     */
    void sumInPlace(FloatVector vector);

    /**
     * As {@link #sumInPlace(FloatVector)}, for a vector that travels in the form that the group's settings ask for.
     *
     * @param name as in {@link #averageInPlace(String, FloatVector, double)}
     */
    default void sumInPlace(String name, FloatVector vector) {
        sumInPlace(vector);
    }

    /**
     * The element-wise sum over the members, in rank order.
     *
     * @throws IllegalArgumentException if the arrays differ in length
     */
    double[] sum(double[] values);

    /**
     * The exact sum over the members.
     *
     * @throws ArithmeticException if the sum overflows
     */
    long sum(long value);

    /**
     * What every member contributed, by rank; lengths may differ and may be 0.
     *
     * @param payload at most {@link #MAX_PAYLOAD_BYTES} bytes
     */
    List<byte[]> allGather(byte[] payload);

    /** Returns when every member has called it: one message each way, not the full second of Spark's barrier. */
    void barrier();

    /** Closes the connections; the other members see this member as lost if they still wait for it. */
    @Override
    void close();

    /** The largest contribution to {@link #allGather}: 256 MiB, since all contributions are held in memory at once. */
    int MAX_PAYLOAD_BYTES = 1 << 28;
}
