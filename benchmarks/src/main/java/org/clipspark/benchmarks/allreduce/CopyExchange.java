package org.clipspark.benchmarks.allreduce;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The floor: the bytes of an all-reduce between two members, sent and received at once over one bare connection, and
 * nothing done with them.
 */
final class CopyExchange implements Exchange {
    private static final int SLICE_BYTES = 1 << 18;

    private final int rank;
    private final long bytes;
    private final ServerSocketChannel server;
    private final ByteBuffer outgoing = ByteBuffer.allocateDirect(SLICE_BYTES);
    private final ByteBuffer incoming = ByteBuffer.allocateDirect(SLICE_BYTES);
    private final ExecutorService sender = Executors.newSingleThreadExecutor();
    private SocketChannel channel;

    CopyExchange(int rank, long floats) {
        this.rank = rank;
        this.bytes = floats * Float.BYTES;
        try {
            server = ServerSocketChannel.open();
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            channel = SocketChannel.open();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot listen on loopback", e);
        }
    }

    @Override
    public int port() {
        return server.socket().getLocalPort();
    }

    @Override
    public void join(int[] ports, String secret) {
        try {
            if (rank == 0) {
                channel = server.accept();
            } else {
                channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), ports[0]));
            }
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot join the other process", e);
        }
    }

    @Override
    public void round() {
        CompletableFuture<Void> sent = CompletableFuture.runAsync(this::send, sender);
        receive();
        try {
            sent.join();
        } catch (CompletionException e) {
            throw new IllegalStateException("Cannot send", e.getCause());
        }
    }

    private void send() {
        try {
            for (long left = bytes; left > 0; ) {
                outgoing.clear().limit((int) Math.min(SLICE_BYTES, left));
                left -= channel.write(outgoing);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot send to the other process", e);
        }
    }

    private void receive() {
        try {
            for (long left = bytes; left > 0; ) {
                incoming.clear().limit((int) Math.min(SLICE_BYTES, left));
                int count = channel.read(incoming);
                if (count < 0) {
                    throw new EOFException("The other process has ended");
                }
                left -= count;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot receive from the other process", e);
        }
    }

    @Override
    public void verify() {
        // Bytes that nobody looks at are never wrong.
    }

    @Override
    public void close() {
        sender.shutdownNow();
        try {
            channel.close();
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot close the connection", e);
        }
    }
}
