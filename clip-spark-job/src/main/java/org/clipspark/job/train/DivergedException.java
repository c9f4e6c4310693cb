package org.clipspark.job.train;

/** Training produced numbers from which it cannot recover. */
public final class DivergedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** With what happened and what to do. */
    public DivergedException(String message) {
        super(message);
    }
}
