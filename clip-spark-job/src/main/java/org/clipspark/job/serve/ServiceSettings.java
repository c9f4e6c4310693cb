package org.clipspark.job.serve;

/**
 * What a service listens on and accepts.
 *
 * @param port of loopback; 0 for any that is free
 * @param maxRequestBytes most bytes of a request, from 1,024 to 16 MiB
 * @param maxItems most texts, images or prompts of a request, at least 1
 * @param maxWaiting most requests that wait for the model or have it, from 1 to 1,000, each a thread; others are told to come back
 */
public record ServiceSettings(int port, int maxRequestBytes, int maxItems, int maxWaiting) {
    private static final int LAST_PORT = 65_535;
    private static final int LEAST_BYTES = 1024;
    /** JSON's parser refuses longer texts, and an image is one. */
    private static final int MOST_BYTES = 16 << 20;

    private static final int MOST_WAITING = 1000;

    /** Checks the values. */
    public ServiceSettings {
        if (port < 0 || port > LAST_PORT) {
            throw new IllegalArgumentException("--port must be from 0 to " + LAST_PORT + ", got " + port);
        }
        if (maxRequestBytes < LEAST_BYTES || maxRequestBytes > MOST_BYTES) {
            throw new IllegalArgumentException("--max-request-bytes must be from " + LEAST_BYTES + " to " + MOST_BYTES
                    + ", got " + maxRequestBytes);
        }
        if (maxItems < 1) {
            throw new IllegalArgumentException("--max-items must be at least 1, got " + maxItems);
        }
        if (maxWaiting < 1 || maxWaiting > MOST_WAITING) {
            throw new IllegalArgumentException(
                    "--max-waiting must be from 1 to " + MOST_WAITING + ", got " + maxWaiting);
        }
    }
}
