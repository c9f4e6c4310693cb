package org.clipspark.job.sync.reduce;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.clipspark.job.sync.link.PeerLink;

/** Room for one slice on its way between a vector and a link: floats here, bytes on native memory there. */
final class WireSlice {
    private final WireFormat format;
    private final float[] floats;
    private final float[] rest;
    private final short[] halves;
    private final ByteBuffer bytes;

    WireSlice(WireFormat format, int capacity) {
        this.format = format;
        this.floats = new float[capacity];
        int rounded = format == WireFormat.BFLOAT16 ? capacity : 0;
        this.rest = new float[rounded];
        this.halves = new short[rounded];
        this.bytes =
                ByteBuffer.allocateDirect(capacity * format.bytesPerFloat()).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The floats to send, and those received. */
    float[] floats() {
        return floats;
    }

    /** Rounds the first {@code count} floats, elements {@code at} and following of a vector, with its residual. */
    void round(Residual residual, long at, int count) {
        residual.read(at, rest, count);
        Bfloat16.roundInPlace(floats, rest, count);
        residual.write(at, rest, count);
    }

    /** Sends the first {@code count} floats, which the format can hold. */
    void send(PeerLink peer, int count) {
        bytes.clear();
        switch (format) {
            case FLOAT32 -> bytes.asFloatBuffer().put(floats, 0, count);
            case BFLOAT16 -> {
                for (int i = 0; i < count; i++) {
                    halves[i] = Bfloat16.of(floats[i]);
                }
                bytes.asShortBuffer().put(halves, 0, count);
            }
        }
        peer.send(bytes.limit(count * format.bytesPerFloat()));
    }

    /** Replaces the first {@code count} floats by what the peer sends. */
    void receive(PeerLink peer, int count) {
        bytes.clear().limit(count * format.bytesPerFloat());
        peer.receive(bytes);
        bytes.flip();
        switch (format) {
            case FLOAT32 -> bytes.asFloatBuffer().get(floats, 0, count);
            case BFLOAT16 -> {
                bytes.asShortBuffer().get(halves, 0, count);
                for (int i = 0; i < count; i++) {
                    floats[i] = Bfloat16.toFloat(halves[i]);
                }
            }
        }
    }
}
