package org.clipspark.job.sync.reduce;

import java.util.List;
import java.util.Optional;
import org.clipspark.job.sync.link.PeerLink;
import org.clipspark.model.compute.FloatVector;

/**
 * One sum or mean over the members of a ring: reduce-scatter, then all-gather, in slices.
 *
 * <p>Member {@code k} owns the k-th chunk of the vector. Every member sends each slice of that chunk straight to the
 * owner, who sums the slices in rank order and sends the result back to everyone. A member sends and receives {@code 2
 * (n - 1) / n} times the vector, as in a ring that passes partial sums along, but a passed sum starts at another rank for
 * every chunk and is rounded at every hop, while the owner's sum has one order and one rounding. It also lets a member
 * see for itself which peer is gone.
 *
 * <p>On a wire that rounds, two things are rounded, each with its own share of the residual: what a member sends of the
 * chunks of others, and what the owner of a chunk sends back, which it keeps in that form itself, so that all members hold
 * the same bits.
 */
public final class ReducePass {
    private final int rank;
    private final List<PeerLink> peers;
    private final Weights weights;
    private final FloatVector vector;
    private final Optional<Residual> residual;
    private final SliceBuffers buffers;
    private long reduced;

    /**
     * Prepares a pass; every member makes one with the same weights, and vectors of the same length.
     *
     * @param peers the other members by rank; the one that is missing among them is this one
     * @param weights of all members
     * @param residual as long as the vector, if the buffers' format rounds
     */
    public ReducePass(
            List<PeerLink> peers,
            Weights weights,
            FloatVector vector,
            Optional<Residual> residual,
            SliceBuffers buffers) {
        this.rank = missing(peers);
        this.peers = peers;
        this.weights = weights;
        this.vector = vector;
        this.residual = residual;
        this.buffers = buffers;
        this.reduced = start(rank);
    }

    private static int missing(List<PeerLink> peers) {
        int rank = 0;
        while (rank < peers.size() && peers.get(rank).rank() == rank) {
            rank++;
        }
        return rank;
    }

    /** Everything this member has to send to one peer; runs on a thread of its own beside {@link #receive()}. */
    public void sendTo(PeerLink peer) {
        WireSlice slice = buffers.outgoing(index(peer.rank()));
        if (weights.factor(rank) > 0) {
            for (long at = start(peer.rank()); at < end(peer.rank()); at += buffers.sliceFloats()) {
                contribute(peer, at, slice);
            }
        }
        for (long at = start(rank); at < end(rank); at += buffers.sliceFloats()) {
            int count = count(at, rank);
            if (!awaitReduced(at + count)) {
                return;
            }
            read(at, count, slice.floats());
            slice.send(peer, count);
        }
    }

    private void contribute(PeerLink peer, long at, WireSlice slice) {
        int count = count(at, peer.rank());
        read(at, count, slice.floats());
        residual.ifPresent(rest -> slice.round(rest, at, count));
        slice.send(peer, count);
    }

    /** Reduces this member's chunk, then collects the others. */
    public void receive() {
        for (long at = start(rank); at < end(rank); at += buffers.sliceFloats()) {
            reduce(at, count(at, rank));
        }
        // Slice by slice from all in turn, so that no connection rests while another one is emptied.
        boolean more = true;
        for (long done = 0; more; done += buffers.sliceFloats()) {
            more = false;
            for (int i = 0; i < peers.size(); i++) {
                more |= collect(peers.get((rank + i) % peers.size()), done);
            }
        }
    }

    private boolean collect(PeerLink peer, long done) {
        long at = start(peer.rank()) + done;
        if (at >= end(peer.rank())) {
            return false;
        }
        int count = count(at, peer.rank());
        WireSlice slice = buffers.incoming();
        slice.receive(peer, count);
        write(at, count, slice.floats());
        return true;
    }

    private void reduce(long at, int count) {
        WireSlice slice = buffers.incoming();
        WeightedSum sum = buffers.sum();
        sum.clear();
        for (int member = 0; member < weights.members(); member++) {
            if (weights.factor(member) > 0) {
                if (member == rank) {
                    read(at, count, slice.floats());
                } else {
                    slice.receive(peers.get(index(member)), count);
                }
                sum.add(slice.floats(), count, weights.factor(member));
            }
        }
        sum.result(slice.floats(), count);
        residual.ifPresent(rest -> slice.round(rest, at, count));
        write(at, count, slice.floats());
        publish(at + count);
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

    private int index(int member) {
        return member < rank ? member : member - 1;
    }

    private long start(int member) {
        return vector.size() / weights.members() * member + Math.min(member, vector.size() % weights.members());
    }

    private long end(int member) {
        return start(member + 1);
    }

    private int count(long at, int owner) {
        return (int) Math.min(buffers.sliceFloats(), end(owner) - at);
    }
}
