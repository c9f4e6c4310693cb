package org.clipspark.job.sync.link;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where one member listens: the one message that Spark carries between the members. It holds no secret, since barrier
 * messages pass through the driver in the clear.
 *
 * @param host name or address that the other members can dial
 * @param port in [1, 65535]
 * @param rank in [0, size)
 * @param size members of the ring, at least 1
 */
public record Rendezvous(String host, int port, int rank, int size) {
    private static final Pattern MESSAGE = Pattern.compile("(\\d{1,9})/(\\d{1,9})@(.{1,255}):(\\d{1,5})");

    public Rendezvous {
        if (host.isBlank() || port < 1 || port > 65_535) {
            throw new IllegalArgumentException("Rendezvous needs a host and a port, got '" + host + ":" + port + "'");
        }
        if (size < 1 || rank < 0 || rank >= size) {
            throw new IllegalArgumentException("Rank must be in [0, " + size + "), got " + rank);
        }
    }

    /**
     * Reads what {@link #message()} wrote.
     *
     * @throws IllegalArgumentException if it is not of that form
     */
    public static Rendezvous parse(String message) {
        Matcher fields = MESSAGE.matcher(message);
        if (!fields.matches()) {
            throw new IllegalArgumentException(
                    "Not a rendezvous message: '" + message + "' (expected rank/size@host:port)");
        }
        return new Rendezvous(
                fields.group(3),
                Integer.parseInt(fields.group(4)),
                Integer.parseInt(fields.group(1)),
                Integer.parseInt(fields.group(2)));
    }

    /** {@code rank/size@host:port}. */
    public String message() {
        return rank + "/" + size + "@" + host + ":" + port;
    }
}
