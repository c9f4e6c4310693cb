package org.clipspark.job.train;

/** A run was told to stop and did, behind a checkpoint. */
public final class StoppedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** With where it can go on. */
    public StoppedException(String message) {
        super(message);
    }
}
