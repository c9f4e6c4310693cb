package org.clipspark.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteOrder;
import java.util.Set;
import org.clipspark.job.ProcessSockets.OpenSocket;
import org.junit.jupiter.api.Test;

class ProcessSocketsTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final long PID = ProcessHandle.current().pid();

    @Test
    void seesEachEndOfAConnectionAndWhoListens() throws IOException {
        assumeTrue(ProcessSockets.areListed(), "needs Linux");
        int port;
        try (ServerSocket server = new ServerSocket(0, 1, LOOPBACK);
                Socket client = new Socket(LOOPBACK, server.getLocalPort());
                Socket accepted = server.accept();
                DatagramSocket datagrams = new DatagramSocket(0, LOOPBACK)) {
            port = server.getLocalPort();
            Set<OpenSocket> open = ProcessSockets.of(PID);

            assertThat(open).anySatisfy(socket -> {
                assertThat(socket.isListening()).isTrue();
                assertThat(socket.local()).isEqualTo(new InetSocketAddress(LOOPBACK, port));
                assertThat(socket.hasPeer()).isFalse();
            });
            assertThat(open).anySatisfy(socket -> {
                assertThat(socket.local().getPort()).isEqualTo(client.getLocalPort());
                assertThat(socket.peer()).isEqualTo(new InetSocketAddress(LOOPBACK, port));
            });
            assertThat(open).anySatisfy(socket -> {
                assertThat(socket.local().getPort()).isEqualTo(port);
                assertThat(socket.peer().getPort()).isEqualTo(accepted.getPort());
            });
            assertThat(open).anySatisfy(socket -> {
                assertThat(socket.protocol()).isEqualTo("udp");
                assertThat(socket.local().getPort()).isEqualTo(datagrams.getLocalPort());
            });
        }
        assertThat(ProcessSockets.of(PID))
                .noneMatch(socket -> socket.isListening() && socket.local().getPort() == port);
    }

    @Test
    void readsAddressesAsLinuxPrintsThem() throws IOException {
        // As processors print them whose least significant byte comes first.
        assumeTrue(ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN, "needs little endian");

        assertThat(ProcessSockets.address("0100007F:1F90")).isEqualTo(new InetSocketAddress(LOOPBACK, 8080));
        assertThat(ProcessSockets.address("0000000000000000FFFF00000100007F:0050"))
                .isEqualTo(new InetSocketAddress(LOOPBACK, 80));
        assertThat(ProcessSockets.address("00000000000000000000000001000000:0000")
                        .getAddress()
                        .isLoopbackAddress())
                .isTrue();
    }

    @Test
    void knowsNoneOfAProcessThatHasEnded() throws IOException, InterruptedException {
        assumeTrue(ProcessSockets.areListed(), "needs Linux");
        Process process = new ProcessBuilder("true").start();
        process.waitFor();

        assertThat(ProcessSockets.of(process.pid())).isEmpty();
    }
}
