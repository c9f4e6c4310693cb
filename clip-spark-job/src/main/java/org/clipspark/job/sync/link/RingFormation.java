package org.clipspark.job.sync.link;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
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

    private final ServerSocketChannel server;

    private RingFormation(ServerSocketChannel server) {
        this.server = server;
    }

    /**
     * Listens on a free port of an address of this machine.
     *
     * @throws UncheckedIOException if that is not possible
     */
    public static RingFormation open(InetAddress address) {
        try {
            ServerSocketChannel server = ServerSocketChannel.open();
            server.bind(new InetSocketAddress(address, 0), BACKLOG);
            return new RingFormation(server);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot listen on " + address + " for the other replicas", e);
        }
    }

    /** Where this member listens, in [1, 65535]. */
    public int port() {
        return server.socket().getLocalPort();
    }

    /**
     * Joins the ring; the caller owns the links, one per other member.
     *
     * @throws UncheckedIOException naming the ranks that did not appear within the time-out
     */
    public List<PeerLink> join(RingTicket ticket, LinkSettings settings) {
        long deadline = System.nanoTime() + settings.timeout().toNanos();
        Handshake handshake = new Handshake(ticket, settings.protection());
        List<PeerLink> links = new ArrayList<>();
        boolean joined = false;
        try (RingAcceptor acceptor = new RingAcceptor(server.socket(), handshake, settings)) {
            for (Rendezvous below : ticket.below()) {
                links.add(dial(below, handshake, settings, deadline));
            }
            links.addAll(acceptor.await(ticket.above(), deadline));
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

    private static PeerLink dial(Rendezvous to, Handshake handshake, LinkSettings settings, long deadline) {
        while (true) {
            try {
                return dialOnce(to, handshake, settings, deadline);
            } catch (IOException e) {
                if (deadline - System.nanoTime() < TimeUnit.MILLISECONDS.toNanos(RETRY_MILLIS)) {
                    throw new UncheckedIOException(
                            "Replica " + to.rank() + " at " + to.host() + ":" + to.port()
                                    + " did not join the ring within "
                                    + settings.timeout().toMillis() + " ms: "
                                    + e.getMessage(),
                            e);
                }
                pause();
            }
        }
    }

    private static PeerLink dialOnce(Rendezvous to, Handshake handshake, LinkSettings settings, long deadline)
            throws IOException {
        long left = Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime()));
        SocketChannel channel = SocketChannel.open();
        boolean proven = false;
        try {
            channel.socket().connect(new InetSocketAddress(to.host(), to.port()), Math.toIntExact(left));
            // The peer may still be on its way into the ring: wait for its answer as long as for the ring itself.
            channel.socket().setSoTimeout(Math.toIntExact(left));
            Handshake.Proof proof = handshake.dial(channel.socket(), to.rank());
            PeerLink link = new PeerLink(proof, channel, settings);
            proven = true;
            return link;
        } finally {
            if (!proven) {
                channel.close();
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
