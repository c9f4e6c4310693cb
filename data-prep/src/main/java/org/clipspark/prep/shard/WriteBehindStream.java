package org.clipspark.prep.shard;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Hands what is written to a thread of its own, in blocks and in order, so that the next pages are encoded while the
 * last ones are written. What goes wrong there is thrown by a later call, at the latest by {@link #close}.
 */
final class WriteBehindStream extends OutputStream {
    static final int BLOCK_BYTES = 1 << 20;
    // One is filled, one is written, and one makes up for pages of unequal size.
    private static final int BLOCKS = 3;

    private final OutputStream sink;
    private final Block[] blocks = new Block[BLOCKS];
    private final ExecutorService behind;
    private int current;
    private boolean isBroken;
    private boolean isClosed;

    private static final class Block {
        private final byte[] bytes = new byte[BLOCK_BYTES];
        private int count;
        private Future<?> written = CompletableFuture.completedFuture(true);
    }

    /** Writes to that stream, which only the other thread uses from now on, and this one to close it. */
    WriteBehindStream(OutputStream sink) {
        this.sink = sink;
        for (int i = 0; i < BLOCKS; i++) {
            blocks[i] = new Block();
        }
        behind = Executors.newSingleThreadExecutor(work -> {
            Thread thread = new Thread(work, "shard-write-behind");
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
        if (isClosed) {
            throw new IOException("The stream is closed");
        }
        refuseBehindAFailure();
        int done = 0;
        while (done < count) {
            Block block = blocks[current];
            int part = Math.min(count - done, BLOCK_BYTES - block.count);
            System.arraycopy(bytes, offset + done, block.bytes, block.count, part);
            block.count += part;
            done += part;
            if (block.count == BLOCK_BYTES) {
                handOver();
            }
        }
    }

    @Override
    public void flush() throws IOException {
        handOver();
        awaitAll();
        sink.flush();
    }

    /** Waits until all is written, then closes the stream behind, also where writing fails. */
    @Override
    public void close() throws IOException {
        if (isClosed) {
            return;
        }
        isClosed = true;
        try {
            if (!isBroken) {
                handOver();
                awaitAll();
            }
        } catch (IOException e) {
            try {
                end();
            } catch (IOException second) {
                e.addSuppressed(second);
            }
            throw e;
        }
        end();
    }

    /** Gives the current block away and waits until the next one is free. */
    private void handOver() throws IOException {
        refuseBehindAFailure();
        Block full = blocks[current];
        full.written = behind.submit(() -> {
            sink.write(full.bytes, 0, full.count);
            return true;
        });
        current = (current + 1) % BLOCKS;
        await(blocks[current]);
        blocks[current].count = 0;
    }

    /** What comes after lost bytes, a footer above all, must not make a file look whole. */
    private void refuseBehindAFailure() throws IOException {
        if (isBroken) {
            throw new IOException("A write before this one failed");
        }
    }

    private void awaitAll() throws IOException {
        for (int i = 0; i < BLOCKS; i++) {
            await(blocks[(current + i) % BLOCKS]);
        }
    }

    private void await(Block block) throws IOException {
        try {
            block.written.get();
        } catch (ExecutionException e) {
            isBroken = true;
            Throwable cause = Optional.ofNullable(e.getCause()).orElse(e);
            throw new IOException(cause.getMessage(), cause);
        } catch (InterruptedException e) {
            isBroken = true;
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Interrupted while a block was written");
        }
    }

    /** The thread's last write must be over before the stream is closed under it, interrupted or not. */
    private void end() throws IOException {
        behind.shutdown();
        boolean isInterrupted = false;
        while (!behind.isTerminated()) {
            try {
                behind.awaitTermination(1, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                isInterrupted = true;
            }
        }
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
        sink.close();
    }
}
