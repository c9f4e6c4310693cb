package org.clipspark.prep.shard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExpectedHashTest {
    private static final ImageBytes ABC = new ImageBytes("abc".getBytes(UTF_8));

    /** Test vectors of RFC 1321 and FIPS 180. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "900150983cd24fb0d6963f7d28e17f72",
                " 900150983CD24FB0D6963F7D28E17F72 ",
                "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
                "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
                        + "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f"
            })
    void tellsTheAlgorithmByTheLength(String digest) {
        assertThat(ExpectedHash.mismatch(ABC, expecting(digest))).isEmpty();
        assertThat(ExpectedHash.mismatch(new ImageBytes("abd".getBytes(UTF_8)), expecting(digest)))
                .hasValueSatisfying(status -> assertThat(status.label()).isEqualTo("hash_mismatch"));
    }

    @Test
    void saysWhatWasFoundAndWhatWasExpected() {
        assertThat(ExpectedHash.mismatch(ABC, expecting("0".repeat(32))))
                .contains(new RowStatus(
                        "hash_mismatch", "MD5 900150983cd24fb0d6963f7d28e17f72, the metadata says " + "0".repeat(32)));
    }

    @Test
    void anythingElseIsNoDigest() {
        assertThat(ExpectedHash.of("")).isEmpty();
        assertThat(ExpectedHash.of("c9b6a7d8469c1959")).isEmpty();
        assertThat(ExpectedHash.of("g".repeat(32))).isEmpty();
    }

    @Test
    void anImageThatIsNotThereYetCannotDiffer() {
        assertThat(ExpectedHash.mismatch(ImageBytes.NONE, expecting("0".repeat(32))))
                .isEmpty();
    }

    private static PairAttributes expecting(String digest) {
        return PairAttributes.NONE.withTag(
                ShardSchema.EXPECTED_HASH, ExpectedHash.of(digest).orElseThrow().hex());
    }
}
