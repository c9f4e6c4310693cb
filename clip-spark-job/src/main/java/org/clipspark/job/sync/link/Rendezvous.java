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
 * @param device address of the GPU that Spark gave the member's task, empty for none
 */
public record Rendezvous(String host, int port, int rank, int size, String device) {
    private static final Pattern MESSAGE =
            Pattern.compile("(\\d{1,9})/(\\d{1,9})@(.{1,255}):(\\d{1,5})(?: gpu=(\\S{1,255}))?");

    public Rendezvous {
        if (host.isBlank() || port < 1 || port > 65_535) {
            throw new IllegalArgumentException("Rendezvous needs a host and a port, got '" + host + ":" + port + "'");
        }
        if (size < 1 || rank < 0 || rank >= size) {
            throw new IllegalArgumentException("Rank must be in [0, " + size + "), got " + rank);
        }
    }

    /** A member without a device. */
    public Rendezvous(String host, int port, int rank, int size) {
        this(host, port, rank, size, "");
    }

    /**
     * Reads what {@link #message()} wrote.
     *
     * @throws IllegalArgumentException if it is not of that form
     */
    public static Rendezvous parse(String message) {
        Matcher fields = MESSAGE.matcher(message);
        if (!fields.matches()) {
            throw new IllegalArgumentException("Not a rendezvous message: '" + message
                    + "' (expected rank/size@host:port, and gpu=address where there is one)");
        }
        return new Rendezvous(
                fields.group(3),
                Integer.parseInt(fields.group(4)),
                Integer.parseInt(fields.group(1)),
                Integer.parseInt(fields.group(2)),
                fields.group(5) == null ? "" : fields.group(5));
    }

    /** {@code rank/size@host:port}, and {@code gpu=address} where there is one. */
    public String message() {
        return rank + "/" + size + "@" + host + ":" + port + (device.isEmpty() ? "" : " gpu=" + device);
    }
}
