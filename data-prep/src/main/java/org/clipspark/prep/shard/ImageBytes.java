package org.clipspark.prep.shard;

import java.io.Serializable;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** One encoded image, or none. */
public final class ImageBytes implements Serializable {
    /** No image. */
    public static final ImageBytes NONE = new ImageBytes(new byte[0]);

    private static final long serialVersionUID = 1L;

    private final byte[] bytes;

    /** Wraps the array without copying it; the caller must not write to it afterwards. */
    public ImageBytes(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The array itself, not a copy; only for reading. */
    public byte[] array() {
        return bytes;
    }

    /** Whether there is no image. */
    public boolean isEmpty() {
        return bytes.length == 0;
    }

    /** Hexadecimal digest, 64 characters. */
    public String sha256() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java runtime has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "ImageBytes[" + bytes.length + "]";
    }
}
