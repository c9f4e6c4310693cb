package org.clipspark.job.sync.link;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** An authenticated connection to one other member: one thread may send while another receives. */
public final class PeerLink implements Closeable {
    private final int rank;
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final int timeoutMillis;
    private final AtomicLong bytesSent = new AtomicLong();

    PeerLink(int rank, Socket socket, Duration timeout) throws IOException {
        this.rank = rank;
        this.socket = socket;
        this.timeoutMillis = Math.toIntExact(timeout.toMillis());
        socket.setSoTimeout(timeoutMillis);
        socket.setTcpNoDelay(true);
        in = socket.getInputStream();
        out = socket.getOutputStream();
    }

    /** The other member's number. */
    public int rank() {
        return rank;
    }

    /** Bytes that the peer, or the network on the way to it, has taken so far. */
    public long bytesSent() {
        return bytesSent.get();
    }

    /**
     * Sends the first {@code count} bytes.
     *
     * @throws UncheckedIOException naming the peer, if the connection breaks
     */
    public void send(byte[] bytes, int count) {
        try {
            out.write(bytes, 0, count);
            bytesSent.addAndGet(count);
        } catch (IOException e) {
            throw lost(e);
        }
    }

    /**
     * Waits for {@code count} bytes.
     *
     * @throws UncheckedIOException naming the peer, if the connection breaks or stays silent
     */
    public void receive(byte[] to, int count) {
        try {
            if (in.readNBytes(to, 0, count) < count) {
                throw new EOFException("end of stream");
            }
        } catch (IOException e) {
            throw lost(e);
        }
    }

    /** The error of a peer that did not take what was sent to it in time. */
    public UncheckedIOException stuck() {
        return lost(new SocketTimeoutException("send timed out"));
    }

    private UncheckedIOException lost(IOException cause) {
        String peer = "Replica " + rank + " at " + socket.getRemoteSocketAddress();
        String what = " is lost: " + cause.getMessage();
        if (cause instanceof SocketTimeoutException) {
            what = " was silent for " + timeoutMillis + " ms";
        } else if (cause instanceof EOFException) {
            what = " closed its connection: its task has ended or failed";
        }
        return new UncheckedIOException(peer + what, cause);
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // The connection is given up; a failing close changes nothing for anyone.
            return;
        }
    }
}
