package org.clipspark.prep;

/** Sources from which no usable data set can be made; the message is one line that says why. */
public sealed class PrepException extends RuntimeException permits GateException {
    private static final long serialVersionUID = 1L;

    PrepException(String message) {
        super(message);
    }
}
