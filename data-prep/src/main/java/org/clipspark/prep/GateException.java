package org.clipspark.prep;

/** A data set that misses a threshold of its config; the message says which and by how much. */
public final class GateException extends PrepException {
    private static final long serialVersionUID = 1L;

    GateException(String message) {
        super(message);
    }
}
