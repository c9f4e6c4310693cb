package org.clipspark.job.sync.link;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accepts connections while a ring forms. Each one proves itself on a thread of its own and has a short time for it as a
 * whole, so a stranger who sends nothing, or a byte now and then, holds up nobody.
 */
final class RingAcceptor implements Closeable {
    private static final Logger log = LoggerFactory.getLogger(RingAcceptor.class);
    private static final int POLL_MILLIS = 20;
    private static final int MAX_HANDSHAKE_MILLIS = 10_000;
    /** Beyond this many unproven connections new ones are dropped; a real member dials again. */
    private static final int MAX_UNPROVEN = 256;

    private final ServerSocket server;
    private final Handshake handshake;
    private final LinkSettings settings;
    private final Map<Socket, Long> unproven = new ConcurrentHashMap<>();
    private final Map<Integer, PeerLink> proven = new HashMap<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "ring-acceptor");
        thread.setDaemon(true);
        return thread;
    });
    private volatile boolean open = true;

    /** The server socket is that of a channel. */
    RingAcceptor(ServerSocket server, Handshake handshake, LinkSettings settings) {
        this.server = server;
        this.handshake = handshake;
        this.settings = settings;
        threads.execute(this::acceptAll);
    }

    /** The links of these members, which the caller owns from here on. */
    synchronized List<PeerLink> await(List<Rendezvous> expected, long deadline) {
        while (!proven.keySet().containsAll(ranks(expected))) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                throw absent(expected);
            }
            try {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new UncheckedIOException(new InterruptedIOException("Interrupted while the ring formed"));
            }
        }
        open = false;
        List<PeerLink> links = new ArrayList<>(proven.values());
        proven.clear();
        return links;
    }

    /** Drops whoever has not become a member. */
    @Override
    public synchronized void close() {
        open = false;
        unproven.keySet().forEach(RingAcceptor::drop);
        proven.values().forEach(PeerLink::close);
        threads.shutdown();
    }

    private UncheckedIOException absent(List<Rendezvous> expected) {
        String absent = expected.stream()
                .filter(member -> !proven.containsKey(member.rank()))
                .map(member -> member.rank() + " (" + member.host() + ")")
                .collect(Collectors.joining(", "));
        return new UncheckedIOException(new SocketTimeoutException("Replica " + absent
                + " did not join the ring within " + settings.timeout().toMillis() + " ms"));
    }

    private static List<Integer> ranks(List<Rendezvous> members) {
        return members.stream().map(Rendezvous::rank).toList();
    }

    private void acceptAll() {
        while (open) {
            try {
                server.setSoTimeout(POLL_MILLIS);
                admit(server.accept());
            } catch (SocketTimeoutException e) {
                expire();
            } catch (IOException e) {
                // Too many open files or an aborted connection: the next one may work, the deadline bounds the tries.
                log.debug("Cannot accept a connection", e);
                open = open && !server.isClosed();
            }
        }
    }

    private void admit(Socket socket) {
        expire();
        if (unproven.size() >= MAX_UNPROVEN) {
            drop(socket);
            return;
        }
        unproven.put(socket, System.nanoTime());
        threads.execute(() -> prove(socket));
    }

    private void prove(Socket socket) {
        try {
            socket.setSoTimeout(handshakeMillis());
            PeerLink link = new PeerLink(handshake.accept(socket), socket.getChannel(), settings);
            // From here on the link owns the socket: closing this acceptor must not drop it.
            unproven.remove(socket);
            register(link);
        } catch (IOException e) {
            drop(socket);
            log.warn("Dropped a connection from {}: {}", socket.getRemoteSocketAddress(), e.toString());
            unproven.remove(socket);
        }
    }

    private synchronized void register(PeerLink link) {
        if (!open) {
            link.close();
            return;
        }
        PeerLink earlier = proven.put(link.rank(), link);
        if (earlier != null) {
            // A member dials again only after its first try has failed, so the newer link is the live one.
            earlier.close();
        }
        notifyAll();
    }

    /** A stranger may hold a place in the hall for a tenth of the wait, so that real peers get theirs. */
    private int handshakeMillis() {
        return (int)
                Math.max(1, Math.min(MAX_HANDSHAKE_MILLIS, settings.timeout().toMillis() / 10));
    }

    private void expire() {
        long oldest = System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(handshakeMillis());
        unproven.forEach((socket, since) -> {
            if (since < oldest) {
                drop(socket);
            }
        });
    }

    private static void drop(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            log.debug("Cannot close a dropped connection", e);
        }
    }
}
