package org.clipspark.job.sync.link;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.clipspark.job.sync.channel.Transport;

/** An authenticated connection to one other member: one thread may send while another receives. */
public final class PeerLink implements Closeable {
    private final int rank;
    private final SocketAddress address;
    private final Transport transport;
    private final LinkSettings settings;

    /** Takes over a connection on which the handshake is done. */
    PeerLink(Handshake.Proof proof, SocketChannel channel, LinkSettings settings) throws IOException {
        this.rank = proof.peer();
        this.settings = settings;
        this.address = channel.getRemoteAddress();
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        Transport plain = Transport.plain(channel, settings.timeout());
        this.transport = switch (settings.protection()) {
            case AUTHENTICATED -> plain;
            case ENCRYPTED -> Transport.sealed(plain, proof.keys());
        };
    }

    /** The other member's number. */
    public int rank() {
        return rank;
    }

    /** What this connection is safe from. */
    public LinkSettings.Protection protection() {
        return settings.protection();
    }

    /**
     * Sends all remaining bytes; direct buffers are fastest.
     *
     * @throws UncheckedIOException naming the peer, if the connection breaks or the peer takes nothing in time
     */
    public void send(ByteBuffer bytes) {
        try {
            transport.write(bytes);
        } catch (IOException e) {
            throw lost(e);
        }
    }

    /**
     * Waits for as many bytes as remain.
     *
     * @throws UncheckedIOException naming the peer, if the connection breaks or stays silent
     */
    public void receive(ByteBuffer to) {
        try {
            transport.read(to);
        } catch (IOException e) {
            throw lost(e);
        }
    }

    private UncheckedIOException lost(IOException cause) {
        String peer = "Replica " + rank + " at " + address;
        String what = " is lost: " + (cause.getMessage() == null ? cause : cause.getMessage());
        if (cause instanceof SocketTimeoutException) {
            what = " was silent for " + settings.timeout().toMillis() + " ms";
        } else if (cause instanceof EOFException) {
            what = " closed its connection: its task has ended or failed";
        }
        return new UncheckedIOException(peer + what, cause);
    }

    @Override
    public void close() {
        try {
            transport.close();
        } catch (IOException e) {
            // The connection is given up; a failing close changes nothing for anyone.
            return;
        }
    }
}
