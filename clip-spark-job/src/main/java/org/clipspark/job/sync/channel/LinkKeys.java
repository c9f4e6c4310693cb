package org.clipspark.job.sync.channel;

import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * The keys of one encrypted connection, one for each direction. They come from a secret and from what both sides drew at
 * random for this connection, by HKDF (RFC 5869) over HMAC-SHA256, so no two connections and no two directions have a key
 * in common. Its text form hides them.
 */
public final class LinkKeys {
    private static final String HMAC = "HmacSHA256";
    /** AES-128, as Spark's own default for its traffic. */
    private static final int KEY_BYTES = 16;

    private final SecretKey sending;
    private final SecretKey receiving;

    private LinkKeys(SecretKey sending, SecretKey receiving) {
        this.sending = sending;
        this.receiving = receiving;
    }

    /**
     * Both keys as the side that dialled uses them.
     *
     * @param secret that both sides know
     * @param salt what both sides drew for this connection, not empty
     * @param context what the connection is for
     */
    public static LinkKeys ofDialler(byte[] secret, byte[] salt, byte[] context) {
        byte[] extracted = hmac(salt, secret);
        return new LinkKeys(expand(extracted, context, (byte) 'd'), expand(extracted, context, (byte) 'a'));
    }

    /** The same keys for the side that accepted: what one side sends with, the other receives with. */
    public LinkKeys reversed() {
        return new LinkKeys(receiving, sending);
    }

    SecretKey sending() {
        return sending;
    }

    SecretKey receiving() {
        return receiving;
    }

    /** The first block of HKDF's output, which is longer than a key. */
    private static SecretKey expand(byte[] extracted, byte[] context, byte direction) {
        byte[] block = hmac(extracted, context, new byte[] {direction}, new byte[] {1});
        return new SecretKeySpec(block, 0, KEY_BYTES, "AES");
    }

    private static byte[] hmac(byte[] key, byte[]... parts) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            for (byte[] part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has " + HMAC, e);
        }
    }

    @Override
    public String toString() {
        return "LinkKeys[hidden]";
    }
}
