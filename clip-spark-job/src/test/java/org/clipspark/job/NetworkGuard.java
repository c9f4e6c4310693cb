package org.clipspark.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ProtocolFamily;
import java.net.Socket;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.AbstractSelector;
import java.nio.channels.spi.SelectorProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * Writes down who opens a socket in a process of its own: every channel goes through this provider, which the system property
 * {@code java.nio.channels.spi.SelectorProvider} names, and classic sockets cannot be opened at all.
 */
public final class NetworkGuard extends SelectorProvider {
    static final String LOG = "clip.test.network.log";

    private final SelectorProvider real = real();

    /** Runs a command of {@link ClipJob} behind the guard. */
    @SuppressWarnings("deprecation") // Java has no other way to see classic sockets.
    public static void main(String[] arguments) throws IOException {
        Socket.setSocketImplFactory(() -> {
            note("classic socket");
            throw new IllegalStateException("a classic socket was opened");
        });
        System.exit(ClipJob.commandLine().execute(arguments));
    }

    private static SelectorProvider real() {
        try {
            return (SelectorProvider) Class.forName("sun.nio.ch.DefaultSelectorProvider")
                    .getMethod("get")
                    .invoke(null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Java 17 has a provider of selectors", e);
        }
    }

    /** A line with the first caller that is neither Java's nor ours, and whether Spark is among the callers. */
    private static void note(String what) {
        StackTraceElement[] callers = new Throwable().getStackTrace();
        boolean isSparks = Arrays.stream(callers)
                .anyMatch(caller -> caller.getClassName().startsWith("org.apache.spark.network.")
                        || caller.getClassName().startsWith("org.apache.spark.rpc."));
        try {
            Files.writeString(
                    Path.of(System.getProperty(LOG, "network.log")),
                    what + (isSparks ? " by Spark\n" : " by " + Arrays.toString(callers) + "\n"),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public DatagramChannel openDatagramChannel() throws IOException {
        note("datagram");
        return real.openDatagramChannel();
    }

    @Override
    public DatagramChannel openDatagramChannel(ProtocolFamily family) throws IOException {
        note("datagram");
        return real.openDatagramChannel(family);
    }

    @Override
    public Pipe openPipe() throws IOException {
        return real.openPipe();
    }

    @Override
    public AbstractSelector openSelector() throws IOException {
        return real.openSelector();
    }

    @Override
    public ServerSocketChannel openServerSocketChannel() throws IOException {
        note("server");
        return real.openServerSocketChannel();
    }

    @Override
    public SocketChannel openSocketChannel() throws IOException {
        note("client");
        return real.openSocketChannel();
    }
}
