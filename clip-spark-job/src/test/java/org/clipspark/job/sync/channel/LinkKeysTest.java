package org.clipspark.job.sync.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class LinkKeysTest {
    private static final byte[] SECRET = new byte[32];
    private static final byte[] SALT = {1, 2, 3};
    private static final byte[] CONTEXT = {9};

    @Test
    void areTheFirstBytesOfHkdfForEachDirection() throws Exception {
        LinkKeys keys = LinkKeys.ofDialler(SECRET, SALT, CONTEXT);

        byte[] extracted = hmac(SALT, SECRET);
        assertThat(hex(keys.sending().getEncoded()))
                .isEqualTo(hex(hmac(extracted, new byte[] {9, 'd', 1})).substring(0, 32));
        assertThat(hex(keys.receiving().getEncoded()))
                .isEqualTo(hex(hmac(extracted, new byte[] {9, 'a', 1})).substring(0, 32));
    }

    @Test
    void ofBothSidesFitTogether() {
        LinkKeys dialler = LinkKeys.ofDialler(SECRET, SALT, CONTEXT);
        LinkKeys acceptor = dialler.reversed();

        assertThat(acceptor.receiving()).isEqualTo(dialler.sending());
        assertThat(acceptor.sending()).isEqualTo(dialler.receiving()).isNotEqualTo(dialler.sending());
    }

    private static byte[] hmac(byte[] key, byte[] data) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(data);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
