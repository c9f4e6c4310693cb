package org.clipspark.model.compute;

/**
 * Opens a {@link Backend} that lies in another package, found by {@link java.util.ServiceLoader}: what it needs is loaded only
 * when it is asked for.
 */
public interface BackendProvider {
    /** Name as in the configuration. */
    String name();

    /**
     * Opens the backend.
     *
     * @throws IllegalArgumentException if it cannot compute as the settings say
     * @throws IllegalStateException if this machine lacks what it needs; the message is one line that names the fix
     */
    Backend open(BackendSettings settings);
}
