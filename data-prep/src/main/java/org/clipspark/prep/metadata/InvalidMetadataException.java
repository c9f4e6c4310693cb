package org.clipspark.prep.metadata;

/** A row of metadata that says nothing; the message is one line that says why. */
public final class InvalidMetadataException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InvalidMetadataException(String message) {
        super(message);
    }
}
