package org.clipspark.prep;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KeyHashTest {
    @Test
    void isTheBeginningOfThePublishedDigest() {
        assertThat(KeyHash.of("abc")).isEqualTo(0xba7816bf8f01cfeaL);
    }

    @Test
    void dependsOnTheSeed() {
        assertThat(KeyHash.of(1, "abc")).isNotEqualTo(KeyHash.of(2, "abc"));
    }

    @Test
    void coversTheFractionsFromZeroToBelowOne() {
        assertThat(KeyHash.fraction(0)).isZero();
        assertThat(KeyHash.fraction(Long.MIN_VALUE)).isEqualTo(0.5);
        assertThat(KeyHash.fraction(-1)).isLessThan(1.0).isGreaterThan(0.9999999);
    }

    @Test
    void cutsTheUnsignedHashesIntoEqualRanges() {
        assertThat(KeyHash.range(0, 4)).isZero();
        assertThat(KeyHash.range(Long.MAX_VALUE, 4)).isEqualTo(1);
        assertThat(KeyHash.range(Long.MIN_VALUE, 4)).isEqualTo(2);
        assertThat(KeyHash.range(-1, 4)).isEqualTo(3);
    }
}
