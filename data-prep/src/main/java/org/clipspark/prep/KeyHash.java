package org.clipspark.prep;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Numbers that a key alone decides: the same on every machine, in every language. */
final class KeyHash {
    private KeyHash() {}

    /** First eight bytes, big-endian, of the SHA-256 of the key's UTF-8. */
    static long of(String key) {
        return first(sha256().digest(key.getBytes(StandardCharsets.UTF_8)));
    }

    /** The same with the eight big-endian bytes of the seed before the key. */
    static long of(long seed, String key) {
        MessageDigest digest = sha256();
        digest.update(ByteBuffer.allocate(Long.BYTES).putLong(seed).array());
        return first(digest.digest(key.getBytes(StandardCharsets.UTF_8)));
    }

    /** A hash as a fraction from 0 to below 1. */
    static double fraction(long hash) {
        return (hash >>> 11) * 0x1.0p-53;
    }

    /** Which of {@code count} equal ranges a hash, taken as unsigned, falls into. */
    static int range(long hash, int count) {
        return (int) (Math.multiplyHigh(hash, count) + (hash < 0 ? count : 0));
    }

    private static long first(byte[] digest) {
        return ByteBuffer.wrap(digest).getLong();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java runtime has SHA-256", e);
        }
    }
}
