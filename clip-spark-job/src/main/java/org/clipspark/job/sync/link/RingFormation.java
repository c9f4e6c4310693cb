package org.clipspark.job.sync.link;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The way from a listening socket to one {@link PeerLink} per other member: open, exchange addresses by some other means, then join. Every
 * member dials the ranks below its own and accepts those above, so each pair meets once.
 */
public final class RingFormation implements Closeable {
    /** Long enough for every member to dial at once with strangers in between. */
    private static final int BACKLOG = 512;

    private static final int RETRY_MILLIS = 50;

    private final ServerSocket server;

    private RingFormation(ServerSocket server) {
        this.server = server;
    }

    /**
     * Listens on a free port of an address of this machine.
     *
     * @throws UncheckedIOException if that is not possible
     */
    public static RingFormation open(InetAddress address) {
        try {
            ServerSocket server = new ServerSocket();
            server.bind(new InetSocketAddress(address, 0), BACKLOG);
            return new RingFormation(server);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot listen on " + address + " for the other replicas", e);
        }
    }

    /** Where this member listens, in [1, 65535]. */
    public int port() {
        return server.getLocalPort();
    }

    /**
     * Joins the ring; the caller owns the links, one per other member.
     *
     * @param members all members by rank
     * @param ringId name of the ring: members of another one are strangers
     * @param timeout longest wait for the others, and longest silence of a link later on
     * @throws UncheckedIOException naming the ranks that did not appear within the time-out
     */
    public List<PeerLink> join(List<Rendezvous> members, int rank, RingSecret secret, String ringId, Duration timeout) {
        checkMembers(members);
        long deadline = System.nanoTime() + timeout.toNanos();
        Handshake handshake = new Handshake(secret, ringId, rank, members.size());
        List<PeerLink> links = new ArrayList<>();
        boolean joined = false;
        try (RingAcceptor acceptor = new RingAcceptor(server, handshake, timeout)) {
            for (Rendezvous below : members.subList(0, rank)) {
                links.add(dial(below, handshake, timeout, deadline));
            }
            links.addAll(acceptor.await(members.subList(rank + 1, members.size()), deadline));
            joined = true;
        } finally {
            if (!joined) {
                links.forEach(PeerLink::close);
            }
        }
        return links;
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot close port " + port(), e);
        }
    }

    private static void checkMembers(List<Rendezvous> members) {
        for (int i = 0; i < members.size(); i++) {
            Rendezvous member = members.get(i);
            if (member.rank() != i || member.size() != members.size()) {
                throw new IllegalArgumentException("Ring members must be given by rank, got " + member.message()
                        + " at place " + i + " of " + members.size());
            }
        }
    }

    private static PeerLink dial(Rendezvous to, Handshake handshake, Duration timeout, long deadline) {
        while (true) {
            try {
                return dialOnce(to, handshake, timeout, deadline);
            } catch (IOException e) {
                if (deadline - System.nanoTime() < TimeUnit.MILLISECONDS.toNanos(RETRY_MILLIS)) {
                    throw new UncheckedIOException(
                            "Replica " + to.rank() + " at " + to.host() + ":" + to.port()
                                    + " did not join the ring within " + timeout.toMillis() + " ms: "
                                    + e.getMessage(),
                            e);
                }
                pause();
            }
        }
    }

    private static PeerLink dialOnce(Rendezvous to, Handshake handshake, Duration timeout, long deadline)
            throws IOException {
        long left = Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime()));
        Socket socket = new Socket();
        boolean proven = false;
        try {
            socket.connect(new InetSocketAddress(to.host(), to.port()), Math.toIntExact(left));
            // The peer may still be on its way into the ring: wait for its answer as long as for the ring itself.
            socket.setSoTimeout(Math.toIntExact(left));
            handshake.dial(socket, to.rank());
            PeerLink link = new PeerLink(to.rank(), socket, timeout);
            proven = true;
            return link;
        } finally {
            if (!proven) {
                socket.close();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(RETRY_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new InterruptedIOException("Interrupted while the ring formed"));
        }
    }
}
