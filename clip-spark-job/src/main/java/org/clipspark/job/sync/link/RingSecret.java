package org.clipspark.job.sync.link;

import java.io.Serializable;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.clipspark.job.sync.channel.LinkKeys;

/**
 * What the members of one ring know and nobody else: 256 random bits, drawn on the driver for one stage and carried to
 * the tasks inside their closure. It proves who is who, and the keys of encrypted connections come from it.
 * Spark encrypts the closure where {@code spark.network.crypto.enabled} or its TLS says so; without either, whoever reads
 * the network reads the secret. Its text form hides the bits.
 */
public final class RingSecret implements Serializable {
    private static final long serialVersionUID = 1;
    private static final String ALGORITHM = "HmacSHA256";
    /** Bytes of a code and of a secret. */
    static final int BYTES = 32;

    private final byte[] bits;

    private RingSecret(byte[] bits) {
        this.bits = bits;
    }

    /** A fresh secret. */
    public static RingSecret random() {
        byte[] bits = new byte[BYTES];
        new SecureRandom().nextBytes(bits);
        return new RingSecret(bits);
    }

    /** The HMAC-SHA256 of the parts, one after the other; callers keep all parts but one at a fixed length. */
    byte[] code(byte[]... parts) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(bits, ALGORITHM));
            for (byte[] part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has " + ALGORITHM, e);
        }
    }

    /**
     * Keys of a connection, as the dialler uses them.
     *
     * @param salt what both sides drew for it
     * @param context the ring that it belongs to
     */
    LinkKeys keys(byte[] salt, byte[] context) {
        return LinkKeys.ofDialler(bits, salt, context);
    }

    @Override
    public String toString() {
        return "RingSecret[hidden]";
    }
}
