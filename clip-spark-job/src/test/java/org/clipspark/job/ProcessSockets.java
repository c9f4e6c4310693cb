package org.clipspark.job;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The TCP and UDP sockets that a process has open, as Linux lists them: those of native code are among them. */
final class ProcessSockets {
    private static final List<String> TABLES = List.of("tcp", "tcp6", "udp", "udp6");
    private static final String LISTENING = "0A";
    private static final int LOCAL = 1;
    private static final int PEER = 2;
    private static final int STATE = 3;
    private static final int INODE = 9;
    private static final int WORD_BYTES = 4;

    private ProcessSockets() {}

    /**
     * A socket.
     *
     * @param protocol {@code tcp} or {@code udp}
     * @param local its own end
     * @param peer the other end; any address and port 0 where there is none
     * @param isListening whether it waits for others to connect
     * @param inode what tells it from all others
     */
    record OpenSocket(
            String protocol, InetSocketAddress local, InetSocketAddress peer, boolean isListening, long inode) {
        boolean hasPeer() {
            return peer.getPort() != 0;
        }
    }

    /** Whether this system lists them. */
    static boolean areListed() {
        return Files.isDirectory(Path.of("/proc/self/fd")) && Files.isReadable(Path.of("/proc/self/net/tcp"));
    }

    /** Those that are open now; none of a process that has ended. */
    static Set<OpenSocket> of(long pid) throws IOException {
        Path process = Path.of("/proc", String.valueOf(pid));
        Set<OpenSocket> all = new HashSet<>();
        for (String table : TABLES) {
            all.addAll(listed(process.resolve("net").resolve(table), table.substring(0, "tcp".length())));
        }
        Set<String> own = links(process.resolve("fd"));
        all.removeIf(socket -> !own.contains("socket:[" + socket.inode() + "]"));
        return all;
    }

    /** The sockets of all processes that see the same network. */
    private static Set<OpenSocket> listed(Path table, String protocol) throws IOException {
        Set<OpenSocket> sockets = new HashSet<>();
        try (Stream<String> lines = Files.lines(table)) {
            for (String line : lines.skip(1).toList()) {
                String[] fields = line.strip().split("\\s+", -1);
                sockets.add(new OpenSocket(
                        protocol,
                        address(fields[LOCAL]),
                        address(fields[PEER]),
                        protocol.equals("tcp") && fields[STATE].equals(LISTENING),
                        Long.parseLong(fields[INODE])));
            }
        } catch (IOException e) {
            if (Files.exists(table)) {
                throw e;
            }
        }
        return sockets;
    }

    /** An address as the kernel prints it: words of four bytes in the machine's order, a colon, the port. */
    static InetSocketAddress address(String printed) throws UnknownHostException {
        int colon = printed.indexOf(':');
        byte[] bytes = HexFormat.of().parseHex(printed.substring(0, colon));
        if (ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN) {
            for (int word = 0; word < bytes.length; word += WORD_BYTES) {
                swap(bytes, word, word + 3);
                swap(bytes, word + 1, word + 2);
            }
        }
        return new InetSocketAddress(
                InetAddress.getByAddress(bytes), HexFormat.fromHexDigits(printed.substring(colon + 1)));
    }

    private static void swap(byte[] bytes, int one, int other) {
        byte kept = bytes[one];
        bytes[one] = bytes[other];
        bytes[other] = kept;
    }

    private static Set<String> links(Path folder) throws IOException {
        Set<String> links = new HashSet<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                link(file, links);
            }
        } catch (IOException e) {
            // Of a process that has ended and was not yet waited for, the folder is there and cannot be listed.
            return Set.of();
        }
        return links;
    }

    private static void link(Path file, Set<String> links) throws IOException {
        try {
            links.add(Files.readSymbolicLink(file).toString());
        } catch (IOException e) {
            // It was closed since the folder was listed.
            if (Files.exists(file)) {
                throw e;
            }
        }
    }
}
