package org.clipspark.job.sync.channel;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A socket that never blocks, with a selector for each direction to wait on: a blocking channel knows no time-out. */
final class SocketTransport implements Transport {
    /** Java copies what lies on its heap to native memory in one piece, which it keeps: so in moderate pieces. */
    private static final int HEAP_PIECE_BYTES = 1 << 16;

    private final SocketChannel channel;
    private final Selector readable;
    private final Selector writable;
    private final long timeoutMillis;

    SocketTransport(SocketChannel channel, Duration timeout) throws IOException {
        this.channel = channel;
        this.timeoutMillis = timeout.toMillis();
        channel.configureBlocking(false);
        readable = Selector.open();
        writable = Selector.open();
        channel.register(readable, SelectionKey.OP_READ);
        channel.register(writable, SelectionKey.OP_WRITE);
    }

    /** One try to move bytes; returns how many, below 0 at the end of the stream. */
    @FunctionalInterface
    private interface Attempt {
        int move(ByteBuffer bytes) throws IOException;
    }

    @Override
    public void write(ByteBuffer from) throws IOException {
        move(from, channel::write, writable);
    }

    @Override
    public void read(ByteBuffer to) throws IOException {
        move(to, channel::read, readable);
    }

    private void move(ByteBuffer bytes, Attempt attempt, Selector ready) throws IOException {
        int end = bytes.limit();
        while (bytes.position() < end) {
            if (!bytes.isDirect()) {
                bytes.limit(Math.min(end, bytes.position() + HEAP_PIECE_BYTES));
            }
            int count = attempt.move(bytes);
            bytes.limit(end);
            if (count < 0) {
                throw new EOFException("end of stream");
            }
            if (count == 0) {
                await(ready);
            }
        }
    }

    private void await(Selector ready) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        long left = timeoutMillis;
        try {
            while (ready.select(key -> {}, left) == 0) {
                if (Thread.currentThread().isInterrupted()) {
                    throw new InterruptedIOException("interrupted");
                }
                left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (left <= 0) {
                    throw new SocketTimeoutException("timed out");
                }
            }
        } catch (ClosedSelectorException e) {
            AsynchronousCloseException closed = new AsynchronousCloseException();
            closed.initCause(e);
            throw closed;
        }
    }

    @Override
    public void close() throws IOException {
        // A channel with a selector keeps its socket until the selector lets go of it.
        try (readable;
                writable) {
            channel.close();
        }
    }
}
