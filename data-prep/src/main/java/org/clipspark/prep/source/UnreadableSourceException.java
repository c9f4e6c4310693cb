package org.clipspark.prep.source;

/** A source whose files are there and cannot be understood; the message is one line that says which and why. */
public final class UnreadableSourceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnreadableSourceException(String message) {
        super(message);
    }
}
