package org.clipspark.job.sync.reduce;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.clipspark.job.sync.link.PeerLink;
import org.clipspark.model.compute.FloatVector;

/**
 * One sum or mean over the members of a ring: reduce-scatter, then all-gather, in slices.
 *
 * <p>Member {@code k} owns the k-th chunk of the vector. Every member sends each slice of that chunk straight to the
 * owner, who sums the slices in rank order and sends the result back to everyone. A member sends and receives {@code 2 (n
 * - 1) / n} times the vector, as in a ring that passes partial sums along, but a passed sum starts at another rank for
 * every chunk and is rounded at every hop, while the owner's sum has one order and one rounding. It also lets a member
 * see for itself which peer is gone.
 */
public final class ReducePass {
    private final int rank;
    private final List<PeerLink> peers;
    private final double[] weights;
    private final double divisor;
    private final FloatVector vector;
    private final int sliceFloats;
    private long reduced;

    /**
     * Prepares a pass; every member makes one with the same arguments but its rank, its peers and its vector.
     *
     * @param peers the other members by rank
     * @param weights of all members
     * @param sliceFloats floats per message, at least 1
     */
    public ReducePass(int rank, List<PeerLink> peers, Weights weights, FloatVector vector, int sliceFloats) {
        this.rank = rank;
        this.peers = peers;
        this.weights = weights.byRank();
        this.divisor = weights.divisor();
        this.vector = vector;
        this.sliceFloats = (int) Math.max(1, Math.min(sliceFloats, vector.size()));
        this.reduced = start(rank);
    }

    /** Everything this member has to send to one peer; runs on a thread of its own beside {@link #receive()}. */
    public void sendTo(PeerLink peer) {
        float[] floats = new float[sliceFloats];
        byte[] bytes = new byte[sliceFloats * Float.BYTES];
        if (weights[rank] > 0) {
            for (long at = start(peer.rank()); at < end(peer.rank()); at += sliceFloats) {
                sendSlice(peer, at, count(at, peer.rank()), floats, bytes);
            }
        }
        for (long at = start(rank); at < end(rank); at += sliceFloats) {
            int count = count(at, rank);
            if (!awaitReduced(at + count)) {
                return;
            }
            sendSlice(peer, at, count, floats, bytes);
        }
    }

    /** Reduces this member's chunk, then collects the others. */
    public void receive() {
        float[] floats = new float[sliceFloats];
        byte[] bytes = new byte[sliceFloats * Float.BYTES];
        WeightedSum sum = new WeightedSum(sliceFloats);
        for (long at = start(rank); at < end(rank); at += sliceFloats) {
            reduce(at, count(at, rank), sum, floats, bytes);
        }
        for (PeerLink peer : peers) {
            for (long at = start(peer.rank()); at < end(peer.rank()); at += sliceFloats) {
                int count = count(at, peer.rank());
                receiveSlice(peer, count, floats, bytes);
                write(at, count, floats);
            }
        }
    }

    private void reduce(long at, int count, WeightedSum sum, float[] floats, byte[] bytes) {
        sum.clear();
        for (int member = 0; member < weights.length; member++) {
            if (weights[member] > 0) {
                if (member == rank) {
                    read(at, count, floats);
                } else {
                    receiveSlice(peers.get(member < rank ? member : member - 1), count, floats, bytes);
                }
                sum.add(floats, count, weights[member]);
            }
        }
        sum.quotient(divisor, floats, count);
        write(at, count, floats);
        publish(at + count);
    }

    private void sendSlice(PeerLink peer, long at, int count, float[] floats, byte[] bytes) {
        read(at, count, floats);
        view(bytes).asFloatBuffer().put(floats, 0, count);
        peer.send(bytes, count * Float.BYTES);
    }

    private static void receiveSlice(PeerLink peer, int count, float[] floats, byte[] bytes) {
        peer.receive(bytes, count * Float.BYTES);
        view(bytes).asFloatBuffer().get(floats, 0, count);
    }

    private static ByteBuffer view(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    // Senders read while the receiver writes elsewhere: vectors do not promise to allow that, so one at a time.
    private synchronized void read(long at, int count, float[] to) {
        vector.read(at, to, 0, count);
    }

    private synchronized void write(long at, int count, float[] from) {
        vector.write(at, from, 0, count);
    }

    private synchronized void publish(long end) {
        reduced = end;
        notifyAll();
    }

    /** False if the group gave up and interrupted this thread. */
    private synchronized boolean awaitReduced(long end) {
        try {
            while (reduced < end) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        return true;
    }

    private long start(int member) {
        return vector.size() / weights.length * member + Math.min(member, vector.size() % weights.length);
    }

    private long end(int member) {
        return start(member + 1);
    }

    private int count(long at, int owner) {
        return (int) Math.min(sliceFloats, end(owner) - at);
    }
}
