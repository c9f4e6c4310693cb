package org.clipspark.prep.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class WriteBehindStreamTest {
    private static final int BLOCK = WriteBehindStream.BLOCK_BYTES;

    @Test
    void passesOnAllBytesInOrder() throws IOException {
        Random random = new Random(5);
        byte[] bytes = new byte[7 * BLOCK + 12_345];
        random.nextBytes(bytes);
        ByteArrayOutputStream sink = new ByteArrayOutputStream();

        try (OutputStream stream = new WriteBehindStream(sink)) {
            stream.write(bytes[0]);
            int at = 1;
            while (at < bytes.length) {
                int count = Math.min(bytes.length - at, random.nextInt(at % 2 == 0 ? 2 * BLOCK : 5_000));
                stream.write(bytes, at, count);
                at += count;
            }
        }

        assertThat(sink.toByteArray()).isEqualTo(bytes);
    }

    @Test
    void hasPassedOnEverythingWhenFlushed() throws IOException {
        ByteArrayOutputStream sink = new ByteArrayOutputStream();
        try (OutputStream stream = new WriteBehindStream(sink)) {
            stream.write(new byte[] {1, 2, 3});
            stream.flush();

            assertThat(sink.toByteArray()).containsExactly(1, 2, 3);
        }
    }

    @Test
    void goesOnWhileTheSinkIsSlow() throws IOException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch mayWrite = new CountDownLatch(1);
        try (OutputStream stream = new WriteBehindStream(new Sink() {
            @Override
            public void write(byte[] bytes, int offset, int count) throws IOException {
                begun.countDown();
                await(mayWrite);
            }
        })) {
            stream.write(new byte[BLOCK + BLOCK / 2]);
            await(begun);
            // Would not return if it waited for the first block.
            stream.write(new byte[BLOCK / 4]);
            mayWrite.countDown();
        }
    }

    @Test
    void saysWhatFailedBehindAndClosesTheSinkOnce() throws IOException {
        Sink full = new Sink() {
            @Override
            public void write(byte[] bytes, int offset, int count) throws IOException {
                throw new IOException("No space left on device");
            }
        };
        OutputStream stream = new WriteBehindStream(full);

        assertThatThrownBy(() -> {
                    for (int i = 0; i < 4; i++) {
                        stream.write(new byte[BLOCK]);
                    }
                })
                .isInstanceOf(IOException.class)
                .hasMessage("No space left on device");
        // A few bytes, as of a footer, would fit into the block.
        assertThatThrownBy(() -> stream.write(7)).hasMessage("A write before this one failed");
        stream.close();
        stream.close();

        assertThat(full.closed).isOne();
        assertThat(writers()).isZero();
    }

    @Test
    void closingSaysWhatFailedInTheLastBlock() {
        Sink full = new Sink() {
            @Override
            public void write(byte[] bytes, int offset, int count) throws IOException {
                throw new IOException("No space left on device");
            }
        };

        assertThatThrownBy(() -> {
                    try (OutputStream stream = new WriteBehindStream(full)) {
                        stream.write(1);
                    }
                })
                .hasMessage("No space left on device");
        assertThat(full.closed).isOne();
    }

    @Test
    void endsWhenInterruptedOnceTheWriteUnderWayIsOver() throws IOException {
        CountDownLatch mayWrite = new CountDownLatch(1);
        Sink slow = new Sink() {
            @Override
            public void write(byte[] bytes, int offset, int count) throws IOException {
                await(mayWrite);
                assertThat(closed).isZero();
            }
        };
        OutputStream stream = new WriteBehindStream(slow);
        stream.write(new byte[BLOCK]);

        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> stream.write(new byte[2 * BLOCK])).isInstanceOf(InterruptedIOException.class);
        mayWrite.countDown();
        stream.close();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(slow.closed).isOne();
    }

    private static long writers() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("shard-write-behind"))
                .count();
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException("Interrupted", e);
        }
    }

    private static class Sink extends OutputStream {
        int closed;

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void close() {
            closed++;
        }
    }
}
