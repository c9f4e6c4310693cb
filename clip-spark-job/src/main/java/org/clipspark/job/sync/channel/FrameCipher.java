package org.clipspark.job.sync.channel;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * AES-GCM over the frames of one direction. The nonce is the number of the frame, which both sides count, so a frame
 * that is repeated, left out or moved does not open.
 */
final class FrameCipher {
    /** Bytes that sealing adds to a frame. */
    static final int TAG_BYTES = 16;

    private static final String ALGORITHM = "AES/GCM/NoPadding";
    private static final int NONCE_BYTES = 12;

    private final int mode;
    private final SecretKey key;
    private final Cipher cipher;
    private long frames;

    private FrameCipher(int mode, SecretKey key) {
        this.mode = mode;
        this.key = key;
        try {
            this.cipher = Cipher.getInstance(ALGORITHM);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has " + ALGORITHM, e);
        }
    }

    static FrameCipher sealing(SecretKey key) {
        return new FrameCipher(Cipher.ENCRYPT_MODE, key);
    }

    static FrameCipher opening(SecretKey key) {
        return new FrameCipher(Cipher.DECRYPT_MODE, key);
    }

    /**
     * Seals or opens the next frame.
     *
     * @param header in the clear, but any change of it is noticed
     * @param from all of it, tag included when opening
     * @param to with room for the result
     * @throws IOException if a frame to open is not the one that was sealed
     */
    void next(ByteBuffer header, ByteBuffer from, ByteBuffer to) throws IOException {
        try {
            byte[] nonce =
                    ByteBuffer.allocate(NONCE_BYTES).putInt(0).putLong(frames).array();
            frames = Math.incrementExact(frames);
            cipher.init(mode, key, new GCMParameterSpec(TAG_BYTES * Byte.SIZE, nonce));
            cipher.updateAAD(header);
            cipher.doFinal(from, to);
        } catch (AEADBadTagException e) {
            throw new IOException("its bytes were changed on the way", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Cannot run " + ALGORITHM, e);
        }
    }
}
