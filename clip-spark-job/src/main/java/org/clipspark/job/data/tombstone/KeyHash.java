package org.clipspark.job.data.tombstone;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** First 128 bits of a key's SHA-256, one key after another. Not safe for use by several threads. */
final class KeyHash {
    // Odd, so that the multiples of two sources never agree.
    private static final long SCOPE = 0x9E3779B97F4A7C15L;

    private final MessageDigest digest = sha256();
    private long high;
    private long low;

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java runtime has SHA-256", e);
        }
    }

    /** Takes the next key, in UTF-8. */
    void take(byte[] key) {
        ByteBuffer hash = ByteBuffer.wrap(digest.digest(key));
        high = hash.getLong();
        low = hash.getLong();
    }

    /** First half for a key of all sources. */
    long high() {
        return high;
    }

    /** First half for a key of that source alone. */
    long high(int source) {
        return high ^ ((source + 1) * SCOPE);
    }

    /** Second half. */
    long low() {
        return low;
    }
}
