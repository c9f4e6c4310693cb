package org.clipspark.job.sync.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.clipspark.job.sync.link.LinkSettings.Protection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class RingFormationTest {
    private static final LinkSettings SHORT = settings(Duration.ofMillis(600));
    private static final LinkSettings WAIT = settings(Duration.ofSeconds(20));

    @Test
    void namesTheReplicasThatNeverCame() {
        List<Rendezvous> members = List.of(
                new Rendezvous("127.0.0.1", 1, 0, 3),
                new Rendezvous("127.0.0.1", 2, 1, 3),
                new Rendezvous("127.0.0.1", 3, 2, 3));
        try (RingFormation door = RingFormation.open(InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> door.join(new RingTicket(members, 0, RingSecret.random(), "test"), SHORT))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("Replica 1 (127.0.0.1), 2 (127.0.0.1) did not join the ring within 600 ms");
            assertThatThrownBy(() -> door.join(new RingTicket(members, 2, RingSecret.random(), "test"), SHORT))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("Replica 0 at 127.0.0.1:1 did not join the ring within 600 ms");
        }
    }

    @Test
    void formsARingAmongStrangers() throws Exception {
        RingSecret secret = RingSecret.random();
        CountDownLatch strangersAreIn = new CountDownLatch(1);
        try (RingFormation low = RingFormation.open(InetAddress.getLoopbackAddress());
                RingFormation high = RingFormation.open(InetAddress.getLoopbackAddress());
                Socket silent = new Socket(InetAddress.getLoopbackAddress(), low.port());
                Socket garbage = new Socket(InetAddress.getLoopbackAddress(), low.port())) {
            leaveAtOnce(low.port());
            List<Rendezvous> members = List.of(
                    new Rendezvous("127.0.0.1", low.port(), 0, 2), new Rendezvous("127.0.0.1", high.port(), 1, 2));
            byte[] noise = new byte[4096];
            new Random(1).nextBytes(noise);
            garbage.getOutputStream().write(noise);
            strangersAreIn.countDown();
            Thread member = new Thread(() -> {
                await(strangersAreIn);
                talk(high.join(new RingTicket(members, 1, secret, "test"), WAIT));
            });
            member.start();

            assertThat(talk(low.join(new RingTicket(members, 0, secret, "test"), WAIT)))
                    .containsExactly(1);
            member.join();
            assertThat(silent.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void keepsOutAMemberWithAnotherSecretOrAnotherRing() throws Exception {
        assertThat(isLetIn(RingSecret.random(), "test", 1, 2)).isFalse();
        assertThat(isLetIn(SECRET, "other stage", 1, 2)).isFalse();
        assertThat(isLetIn(SECRET, "test", 1, 3)).isFalse();
        assertThat(isLetIn(SECRET, "test", 1, 2)).isTrue();
    }

    @Test
    void doesNotTalkToAListenerThatCannotProveItself() throws Exception {
        try (ServerSocket server = listen();
                RingAcceptor impostor = new RingAcceptor(server, handshake(RingSecret.random(), "test", 0, 2), WAIT);
                RingFormation door = RingFormation.open(InetAddress.getLoopbackAddress())) {
            List<Rendezvous> members = List.of(
                    new Rendezvous("127.0.0.1", server.getLocalPort(), 0, 2),
                    new Rendezvous("127.0.0.1", door.port(), 1, 2));

            assertThatThrownBy(() -> door.join(new RingTicket(members, 1, SECRET, "test"), SHORT))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("Whoever listens there does not know the secret of this ring");
            assertThatThrownBy(() -> impostor.await(members.subList(1, 2), System.nanoTime()))
                    .hasMessageContaining("Replica 1 (127.0.0.1) did not join");
        }
    }

    @Test
    void hidesTheSecret() {
        assertThat(SECRET).hasToString("RingSecret[hidden]");
        assertThat(RingSecret.random().code(new byte[3])).isNotEqualTo(SECRET.code(new byte[3]));
    }

    @Test
    void readsWhereAMemberListensBackFromItsMessage() {
        Rendezvous member = new Rendezvous("fe80::1%eth0", 65_535, 2, 3);

        assertThat(Rendezvous.parse(member.message())).isEqualTo(member);
        assertThat(Rendezvous.parse("0/2@host:80 gpu=GPU-2f1c"))
                .isEqualTo(new Rendezvous("host", 80, 0, 2, "GPU-2f1c"));
        assertThatThrownBy(() -> Rendezvous.parse("1/2@host"))
                .hasMessage("Not a rendezvous message: '1/2@host' (expected rank/size@host:port, and gpu=address where"
                        + " there is one)");
        assertThatThrownBy(() -> Rendezvous.parse("2/2@host:80")).hasMessage("Rank must be in [0, 2), got 2");
    }

    private static final RingSecret SECRET = RingSecret.random();

    /** Whether a dialler with these credentials is let in by member 0 of the two members of "test". */
    private static boolean isLetIn(RingSecret secret, String ringId, int rank, int size) throws Exception {
        try (ServerSocket server = listen();
                RingAcceptor acceptor = new RingAcceptor(server, handshake(SECRET, "test", 0, 2), WAIT);
                Socket socket = new Socket(server.getInetAddress(), server.getLocalPort())) {
            handshake(secret, ringId, rank, size).dial(socket, 0);
            return acceptor.await(List.of(new Rendezvous("127.0.0.1", 1, 1, 2)), System.nanoTime() + 1_000_000_000L)
                            .size()
                    == 1;
        } catch (IOException e) {
            return false;
        }
    }

    private static Handshake handshake(RingSecret secret, String ringId, int rank, int size) {
        List<Rendezvous> members = IntStream.range(0, size)
                .mapToObj(member -> new Rendezvous("127.0.0.1", 1, member, size))
                .toList();
        return new Handshake(new RingTicket(members, rank, secret, ringId), Protection.AUTHENTICATED);
    }

    private static LinkSettings settings(Duration timeout) {
        return new LinkSettings(timeout, Protection.AUTHENTICATED);
    }

    private static ServerSocket listen() throws IOException {
        ServerSocket server = ServerSocketChannel.open().socket();
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        return server;
    }

    /** Sends a byte both ways over each link; the ranks that answered. */
    private static List<Integer> talk(List<PeerLink> links) {
        List<Integer> answers = new ArrayList<>();
        for (PeerLink link : links) {
            try (link) {
                link.send(ByteBuffer.wrap(new byte[] {7}));
                byte[] answer = new byte[1];
                link.receive(ByteBuffer.wrap(answer));
                assertThat(answer).containsExactly(7);
                answers.add(link.rank());
            }
        }
        return answers;
    }

    private static void leaveAtOnce(int port) throws IOException {
        try (Socket stranger = new Socket(InetAddress.getLoopbackAddress(), port)) {
            assertThat(stranger.isConnected()).isTrue();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
