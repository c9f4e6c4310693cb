package org.clipspark.job.sync.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class SealedTransportTest {
    private static final LinkKeys KEYS = keys("secret", "salt", "ring");
    private static final int OVERHEAD = Integer.BYTES + FrameCipher.TAG_BYTES;

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 65_535, 65_536, 65_537, 300_000})
    void opensWhatTheOtherSideSealedWhateverThePieces(int length) throws Exception {
        byte[] bytes = noise(length);
        try (Pair pair = Pair.open();
                Transport sender = Transport.sealed(pair.first(), KEYS);
                Transport receiver = Transport.sealed(pair.second(), KEYS.reversed())) {
            CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> write(sender, bytes));
            ByteBuffer head = ByteBuffer.allocate(Math.min(length, 2));
            ByteBuffer tail = ByteBuffer.allocateDirect(length - head.capacity());
            receiver.read(head);
            receiver.read(tail);
            sent.join();

            byte[] received = new byte[length];
            head.flip().get(received, 0, head.capacity());
            tail.flip().get(received, head.capacity(), tail.capacity());
            assertThat(received).isEqualTo(bytes);
        }
    }

    @Test
    void showsNothingOfThePlainBytesOnTheWire() throws Exception {
        byte[] plain = "the same sixteen".repeat(64).getBytes(StandardCharsets.US_ASCII);

        String first = new String(captured(plain), StandardCharsets.ISO_8859_1);

        assertThat(first).hasSize(plain.length + OVERHEAD).doesNotContain("the same", "sixteen");
    }

    @Test
    void sealsEqualBytesDifferentlyEachTime() throws Exception {
        byte[] twice = captured(new byte[64], new byte[64]);

        assertThat(new String(twice, 0, 84, StandardCharsets.ISO_8859_1))
                .isNotEqualTo(new String(twice, 84, 84, StandardCharsets.ISO_8859_1));
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 40, 67, 83})
    void noticesAChangedByteWhereverItIs(int place) throws Exception {
        byte[] frame = captured(noise(64));
        frame[place] ^= 1;

        assertThatThrownBy(() -> opened(frame, 64)).isInstanceOf(IOException.class);
    }

    @Test
    void noticesAFrameThatComesTwice() throws Exception {
        byte[] frame = captured(noise(64));
        byte[] twice = new byte[2 * frame.length];
        System.arraycopy(frame, 0, twice, 0, frame.length);
        System.arraycopy(frame, 0, twice, frame.length, frame.length);

        assertThat(opened(twice, 64)).isEqualTo(noise(64));
        assertThatThrownBy(() -> opened(twice, 128)).hasMessage("its bytes were changed on the way");
    }

    @Test
    void noticesAFrameThatIsLeftOut() throws Exception {
        byte[] frames = captured(noise(64), noise(32));
        byte[] second = new byte[32 + OVERHEAD];
        System.arraycopy(frames, 64 + OVERHEAD, second, 0, second.length);

        assertThatThrownBy(() -> opened(second, 32)).hasMessage("its bytes were changed on the way");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2, 4, 50, 83})
    void noticesAnEndWithinAFrame(int length) throws Exception {
        byte[] cut = new byte[length];
        System.arraycopy(captured(noise(64)), 0, cut, 0, length);

        assertThatThrownBy(() -> opened(cut, 64)).isInstanceOf(EOFException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 65_537, Integer.MAX_VALUE})
    void refusesALengthThatNoFrameHas(int length) {
        byte[] claim = ByteBuffer.allocate(100).putInt(length).array();

        assertThatThrownBy(() -> opened(claim, 1)).hasMessage("its frame claims " + length + " bytes, which none has");
    }

    @Test
    void opensNothingWithKeysOfAnotherSecretConnectionRingOrDirection() throws Exception {
        byte[] frame = captured(noise(64));

        assertThat(opened(frame, 64, KEYS.reversed())).isEqualTo(noise(64));
        for (LinkKeys other : new LinkKeys[] {
            keys("other", "salt", "ring").reversed(),
            keys("secret", "other", "ring").reversed(),
            keys("secret", "salt", "other").reversed(),
            KEYS
        }) {
            assertThatThrownBy(() -> opened(frame, 64, other)).hasMessage("its bytes were changed on the way");
        }
        assertThat(KEYS).hasToString("LinkKeys[hidden]");
    }

    private static LinkKeys keys(String secret, String salt, String context) {
        return LinkKeys.ofDialler(
                secret.getBytes(StandardCharsets.US_ASCII),
                salt.getBytes(StandardCharsets.US_ASCII),
                context.getBytes(StandardCharsets.US_ASCII));
    }

    /** What goes over the wire for these messages. */
    private static byte[] captured(byte[]... messages) throws IOException {
        int length = 0;
        try (Pair pair = Pair.open();
                Transport sealed = Transport.sealed(pair.first(), KEYS)) {
            for (byte[] message : messages) {
                sealed.write(ByteBuffer.wrap(message));
                length += message.length + OVERHEAD;
            }
            byte[] wire = new byte[length];
            pair.second().read(ByteBuffer.wrap(wire));
            return wire;
        }
    }

    private static byte[] opened(byte[] wire, int count) throws IOException {
        return opened(wire, count, KEYS.reversed());
    }

    /** The first {@code count} bytes that come of these on the wire, which end there. */
    private static byte[] opened(byte[] wire, int count, LinkKeys keys) throws IOException {
        try (Pair pair = Pair.open()) {
            pair.first().write(ByteBuffer.wrap(wire));
            pair.first().close();
            byte[] plain = new byte[count];
            Transport.sealed(pair.second(), keys).read(ByteBuffer.wrap(plain));
            return plain;
        }
    }

    private static byte[] noise(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static void write(Transport transport, byte[] bytes) {
        try {
            transport.write(ByteBuffer.wrap(bytes));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Both ends of a connection over loopback. */
    private record Pair(Transport first, Transport second) implements AutoCloseable {
        static Pair open() throws IOException {
            try (ServerSocketChannel server = ServerSocketChannel.open()) {
                server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                SocketChannel dialled = SocketChannel.open(server.getLocalAddress());
                return new Pair(plain(dialled), plain(server.accept()));
            }
        }

        private static Transport plain(SocketChannel channel) throws IOException {
            return Transport.plain(channel, Duration.ofSeconds(20));
        }

        @Override
        public void close() throws IOException {
            first.close();
            second.close();
        }
    }
}
