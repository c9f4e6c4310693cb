package org.clipspark.job.sync.channel;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/**
 * Bytes to and from one peer: one thread may write while another reads. A peer that neither takes nor gives anything for
 * longer than the time-out ends in a {@link java.net.SocketTimeoutException}, an end of the stream in an {@link
 * java.io.EOFException}; after any error the transport is of no further use.
 */
public sealed interface Transport extends Closeable permits SocketTransport, SealedTransport {
    /**
     * The bytes as they are. The transport owns the channel, which is connected and not in use elsewhere.
     *
     * @param timeout longest silence, at least 1 ms
     */
    static Transport plain(SocketChannel channel, Duration timeout) throws IOException {
        return new SocketTransport(channel, timeout);
    }

    /** The same with every byte encrypted by AES-GCM, changes and losses noticed; it owns the other transport. */
    static Transport sealed(Transport transport, LinkKeys keys) {
        return new SealedTransport(transport, keys);
    }

    /** Writes all remaining bytes. */
    void write(ByteBuffer from) throws IOException;

    /** Reads as many bytes as remain. */
    void read(ByteBuffer to) throws IOException;
}
