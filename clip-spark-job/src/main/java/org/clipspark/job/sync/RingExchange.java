package org.clipspark.job.sync;

import java.io.Closeable;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.clipspark.job.sync.link.PeerLink;

/**
 * Messages from each member to all. Every one starts with a header that names the operation and counts it, so that
 * members that have lost step fail instead of averaging noise.
 */
final class RingExchange implements Closeable {
    /** What members do together. */
    enum Operation {
        MEAN_OF_VECTORS(1),
        SUM_OF_VECTORS(2),
        SUM(3),
        GATHER(4),
        BARRIER(5);

        private final int code;

        Operation(int code) {
            this.code = code;
        }
    }

    private static final int HEADER_BYTES = Integer.BYTES + Long.BYTES + Integer.BYTES;

    /**
     * Messages up to here go out without a thread of their own. A peer that has not read yet is at most two messages
     * behind, and the smallest buffers of a connection hold more than two of these.
     */
    private static final int SMALL_BYTES = 4096;

    private final int rank;
    private final List<PeerLink> peers;
    private final ExecutorService senders;
    private long sequence;

    /** Takes over the links, by rank. */
    RingExchange(int rank, List<PeerLink> peers) {
        this.rank = rank;
        this.peers = peers;
        this.senders = Executors.newFixedThreadPool(peers.size(), work -> {
            Thread thread = new Thread(work, "ring-sender-of-" + rank);
            thread.setDaemon(true);
            return thread;
        });
    }

    List<PeerLink> peers() {
        return peers;
    }

    /** What every member gave, by rank. */
    List<byte[]> run(Operation operation, byte[] mine) {
        byte[] message = ByteBuffer.allocate(HEADER_BYTES + mine.length)
                .putInt(operation.code)
                .putLong(sequence)
                .putInt(mine.length)
                .put(mine)
                .array();
        List<Future<?>> sending = List.of();
        if (message.length <= SMALL_BYTES) {
            peers.forEach(peer -> peer.send(ByteBuffer.wrap(message)));
        } else {
            sending = sendToAll(peer -> peer.send(ByteBuffer.wrap(message)));
        }
        List<byte[]> all = new ArrayList<>(peers.size() + 1);
        for (PeerLink peer : peers) {
            all.add(receive(peer, operation));
        }
        all.add(rank, mine);
        await(sending);
        sequence++;
        return all;
    }

    /** Runs the work for each peer on a thread of its own while the caller receives, and waits for all of it. */
    void sendWhile(Consumer<PeerLink> work, Runnable receiving) {
        List<Future<?>> sending = sendToAll(work);
        receiving.run();
        await(sending);
    }

    private byte[] receive(PeerLink peer, Operation operation) {
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
        peer.receive(header);
        header.flip();
        int theirs = header.getInt();
        long turn = header.getLong();
        int length = header.getInt();
        boolean fits = length >= 0 && length <= ReplicaGroup.MAX_PAYLOAD_BYTES;
        if (theirs != operation.code || turn != sequence || !fits) {
            throw new IllegalStateException("Replica " + peer.rank() + " is at exchange " + turn + " (operation "
                    + theirs + ", " + length + " bytes), replica " + rank + " at exchange " + sequence + " ("
                    + operation + ")");
        }
        byte[] payload = new byte[length];
        peer.receive(ByteBuffer.wrap(payload));
        return payload;
    }

    private List<Future<?>> sendToAll(Consumer<PeerLink> work) {
        List<Future<?>> sending = new ArrayList<>(peers.size());
        for (PeerLink peer : peers) {
            sending.add(senders.submit(() -> work.accept(peer)));
        }
        return sending;
    }

    private static void await(List<Future<?>> sending) {
        try {
            for (Future<?> each : sending) {
                each.get();
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new InterruptedIOException("Interrupted between replicas"));
        }
    }

    @Override
    public void close() {
        peers.forEach(PeerLink::close);
        senders.shutdownNow();
    }
}
