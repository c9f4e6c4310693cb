package org.clipspark.prep.config;

/** A configuration that cannot be used; the message is one line that names the file, the key and what was expected. */
public final class ConfigException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /** With the whole sentence for the user. */
    public ConfigException(String message) {
        super(message);
    }

    /** With the whole sentence for the user and what led to it. */
    public ConfigException(String message, Throwable cause) {
        super(message, cause);
    }
}
