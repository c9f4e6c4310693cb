package org.clipspark.job.sync.channel;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Encrypted frames over another transport: the length of the plain bytes in 4 bytes, then these bytes sealed. A length
 * beyond the largest frame is refused before anything is read, and an end within a frame is an end of the stream.
 */
final class SealedTransport implements Transport {
    private static final int MAX_PLAIN_BYTES = 1 << 16;
    private static final int HEADER_BYTES = Integer.BYTES;

    private final Transport inner;
    private final FrameCipher sealing;
    private final FrameCipher opening;
    private final ByteBuffer clear = ByteBuffer.allocate(MAX_PLAIN_BYTES);
    private final ByteBuffer outgoing = ByteBuffer.allocate(HEADER_BYTES + MAX_PLAIN_BYTES + FrameCipher.TAG_BYTES);
    private final ByteBuffer incoming = ByteBuffer.allocate(HEADER_BYTES + MAX_PLAIN_BYTES + FrameCipher.TAG_BYTES);
    /** Bytes of the last frame that nobody has asked for yet. */
    private final ByteBuffer opened = ByteBuffer.allocate(MAX_PLAIN_BYTES).limit(0);

    SealedTransport(Transport inner, LinkKeys keys) {
        this.inner = inner;
        this.sealing = FrameCipher.sealing(keys.sending());
        this.opening = FrameCipher.opening(keys.receiving());
    }

    @Override
    public void write(ByteBuffer from) throws IOException {
        while (from.hasRemaining()) {
            int count = Math.min(MAX_PLAIN_BYTES, from.remaining());
            clear.clear().put(from.duplicate().limit(from.position() + count)).flip();
            from.position(from.position() + count);
            outgoing.clear().putInt(count);
            sealing.next(header(outgoing), clear, outgoing);
            inner.write(outgoing.flip());
        }
    }

    @Override
    public void read(ByteBuffer to) throws IOException {
        while (to.hasRemaining()) {
            if (!opened.hasRemaining()) {
                open();
            }
            int count = Math.min(opened.remaining(), to.remaining());
            to.put(opened.duplicate().limit(opened.position() + count));
            opened.position(opened.position() + count);
        }
    }

    private void open() throws IOException {
        inner.read(incoming.clear().limit(HEADER_BYTES));
        int count = incoming.getInt(0);
        if (count < 1 || count > MAX_PLAIN_BYTES) {
            throw new IOException("its frame claims " + count + " bytes, which none has");
        }
        inner.read(incoming.limit(HEADER_BYTES + count + FrameCipher.TAG_BYTES));
        opened.clear();
        try {
            opening.next(header(incoming), incoming.position(HEADER_BYTES), opened);
        } finally {
            // Of a frame that does not open nothing was put.
            opened.flip();
        }
    }

    private static ByteBuffer header(ByteBuffer frame) {
        return frame.duplicate().position(0).limit(HEADER_BYTES);
    }

    @Override
    public void close() throws IOException {
        inner.close();
    }
}
