package org.clipspark.job.sync;

import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.clipspark.job.sync.link.PeerLink;
import org.clipspark.job.sync.reduce.ReducePass;
import org.clipspark.job.sync.reduce.WeightedSum;
import org.clipspark.job.sync.reduce.Weights;
import org.clipspark.model.compute.FloatVector;

/**
 * Members on different executors, each joined to each by an authenticated connection. Every exchange starts with a
 * header that names the operation and counts it, so that members that have lost step fail instead of averaging noise.
 */
final class RingGroup implements ReplicaGroup {
    private enum Operation {
        MEAN_OF_VECTORS(1),
        SUM_OF_VECTORS(5),
        SUM(2),
        GATHER(3),
        BARRIER(4);

        private final int code;

        Operation(int code) {
            this.code = code;
        }
    }

    private static final int HEADER_BYTES = Integer.BYTES + Long.BYTES + Integer.BYTES;

    private final int rank;
    private final List<PeerLink> peers;
    private final RingSettings settings;
    private final ExecutorService senders;
    private long sequence;
    private boolean closed;

    /** Takes over the links, one per other member. */
    RingGroup(int rank, List<PeerLink> links, RingSettings settings) {
        this.rank = rank;
        this.peers =
                links.stream().sorted(Comparator.comparingInt(PeerLink::rank)).toList();
        this.settings = settings;
        this.senders = Executors.newFixedThreadPool(peers.size(), work -> {
            Thread thread = new Thread(work, "ring-sender-of-" + rank);
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public int rank() {
        return rank;
    }

    @Override
    public int size() {
        return peers.size() + 1;
    }

    @Override
    public double averageInPlace(FloatVector vector, double weight) {
        WeightedSum.checkWeight(weight);
        return guarded(() -> {
            Weights weights = Weights.mean(announce(Operation.MEAN_OF_VECTORS, vector, weight));
            if (weights.divisor() > 0) {
                reduce(vector, weights);
            }
            return weights.divisor();
        });
    }

    @Override
    public void sumInPlace(FloatVector vector) {
        guarded(() -> {
            double[] ones = announce(Operation.SUM_OF_VECTORS, vector, 1);
            reduce(vector, Weights.sum(ones.length));
            return ones.length;
        });
    }

    @Override
    public double[] sum(double[] values) {
        return guarded(() -> {
            ByteBuffer mine = ByteBuffer.allocate(Math.multiplyExact(values.length, Double.BYTES));
            mine.asDoubleBuffer().put(values);
            double[] sums = new double[values.length];
            for (byte[] theirs : sameLength(exchange(Operation.SUM, mine.array()))) {
                ByteBuffer buffer = ByteBuffer.wrap(theirs);
                for (int i = 0; i < sums.length; i++) {
                    sums[i] += buffer.getDouble();
                }
            }
            return sums;
        });
    }

    @Override
    public long sum(long value) {
        return guarded(() -> {
            byte[] mine = ByteBuffer.allocate(Long.BYTES).putLong(value).array();
            return sameLength(exchange(Operation.SUM, mine)).stream()
                    .mapToLong(theirs -> ByteBuffer.wrap(theirs).getLong())
                    .reduce(0, Math::addExact);
        });
    }

    @Override
    public List<byte[]> allGather(byte[] payload) {
        if (payload.length > MAX_PAYLOAD_BYTES) {
            throw new IllegalArgumentException(
                    "A member may contribute at most " + MAX_PAYLOAD_BYTES + " bytes, got " + payload.length);
        }
        return guarded(() -> exchange(Operation.GATHER, payload.clone()));
    }

    @Override
    public void barrier() {
        guarded(() -> exchange(Operation.BARRIER, new byte[0]));
    }

    @Override
    public void close() {
        closed = true;
        peers.forEach(PeerLink::close);
        senders.shutdownNow();
    }

    /** A member that failed once is out of step for good: closing tells the others at once. */
    private <T> T guarded(Supplier<T> operation) {
        if (closed) {
            throw new IllegalStateException("The group of replica " + rank + " is closed");
        }
        boolean done = false;
        try {
            T result = operation.get();
            done = true;
            return result;
        } finally {
            if (!done) {
                close();
            }
        }
    }

    private void reduce(FloatVector vector, Weights weights) {
        ReducePass pass = new ReducePass(rank, peers, weights, vector, settings.sliceFloats());
        List<Future<?>> sending = sendToAll(pass::sendTo);
        pass.receive();
        await(sending);
    }

    private List<byte[]> exchange(Operation operation, byte[] mine) {
        byte[] message = ByteBuffer.allocate(HEADER_BYTES + mine.length)
                .putInt(operation.code)
                .putLong(sequence)
                .putInt(mine.length)
                .put(mine)
                .array();
        List<Future<?>> sending = sendToAll(peer -> peer.send(message, message.length));
        List<byte[]> all = new ArrayList<>(size());
        for (PeerLink peer : peers) {
            all.add(receive(peer, operation));
        }
        all.add(rank, mine);
        await(sending);
        sequence++;
        return all;
    }

    private byte[] receive(PeerLink peer, Operation operation) {
        byte[] bytes = new byte[HEADER_BYTES];
        peer.receive(bytes, HEADER_BYTES);
        ByteBuffer header = ByteBuffer.wrap(bytes);
        int theirs = header.getInt();
        long turn = header.getLong();
        int length = header.getInt();
        if (theirs != operation.code || turn != sequence || length < 0 || length > MAX_PAYLOAD_BYTES) {
            throw new IllegalStateException("Replica " + peer.rank() + " is at exchange " + turn + " (operation "
                    + theirs + ", " + length + " bytes), replica " + rank + " at exchange " + sequence + " ("
                    + operation + ")");
        }
        byte[] payload = new byte[length];
        peer.receive(payload, length);
        return payload;
    }

    /** The weights of all members, whose vectors turn out to be as long as this one's. */
    private double[] announce(Operation operation, FloatVector vector, double weight) {
        ByteBuffer mine = ByteBuffer.allocate(Long.BYTES + Double.BYTES);
        mine.putLong(vector.size()).putDouble(weight);
        List<byte[]> announced = exchange(operation, mine.array());
        double[] weights = new double[announced.size()];
        for (int member = 0; member < weights.length; member++) {
            ByteBuffer theirs = ByteBuffer.wrap(announced.get(member));
            long length = theirs.getLong();
            if (length != vector.size()) {
                throw new IllegalArgumentException("Vectors must be equally long on all replicas, got " + length
                        + " floats from replica " + member + " and " + vector.size() + " here");
            }
            weights[member] = theirs.getDouble();
        }
        return weights;
    }

    private List<byte[]> sameLength(List<byte[]> all) {
        int expected = all.get(rank).length;
        for (int member = 0; member < all.size(); member++) {
            if (all.get(member).length != expected) {
                throw new IllegalArgumentException("Values to sum must be equally many, got "
                        + all.get(member).length / Double.BYTES + " from replica " + member + " and "
                        + expected / Double.BYTES + " here");
            }
        }
        return all;
    }

    private List<Future<?>> sendToAll(Consumer<PeerLink> work) {
        List<Future<?>> sending = new ArrayList<>(peers.size());
        for (PeerLink peer : peers) {
            sending.add(senders.submit(() -> work.accept(peer)));
        }
        return sending;
    }

    private void await(List<Future<?>> sending) {
        for (int i = 0; i < sending.size(); i++) {
            await(sending.get(i), peers.get(i));
        }
    }

    /** A slow peer may take as long as it likes while it takes anything at all. */
    private void await(Future<?> sending, PeerLink peer) {
        long before;
        do {
            before = peer.bytesSent();
            if (hasFinished(sending)) {
                return;
            }
        } while (peer.bytesSent() > before);
        throw peer.stuck();
    }

    private boolean hasFinished(Future<?> sending) {
        try {
            sending.get(settings.timeoutMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new InterruptedIOException("Interrupted between replicas"));
        }
    }
}
