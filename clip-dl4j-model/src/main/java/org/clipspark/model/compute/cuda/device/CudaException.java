package org.clipspark.model.compute.cuda.device;

/** A GPU, its driver or one of CUDA's libraries cannot do what is asked; the message is one line that names the fix. */
public final class CudaException extends IllegalStateException {
    private static final long serialVersionUID = 1;

    /** A failure with that message. */
    public CudaException(String message) {
        super(message);
    }

    /** A failure with that message, caused by another. */
    public CudaException(String message, Throwable cause) {
        super(message, cause);
    }
}
