package org.clipspark.prep.twin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;

class ImageHashTest {
    private static final String DIGITS = "00112233445566778899aabbccddeeff" + "ffeeddccbbaa99887766554433221100";

    @Test
    void spellsWhatItRead() {
        assertThat(ImageHash.parse(DIGITS).orElseThrow().hex()).isEqualTo(DIGITS);
        assertThat(ImageHash.parse(DIGITS.toUpperCase(Locale.ROOT))
                        .orElseThrow()
                        .hex())
                .isEqualTo(DIGITS);
        assertThat(ImageHash.parse(DIGITS.substring(1))).isEmpty();
        assertThat(ImageHash.parse("x" + DIGITS.substring(1))).isEmpty();
    }

    @Test
    void distanceCountsBitsOfTheNearerOfAPictureAndItsMirrorImage() {
        ImageHash hash = ImageHash.parse(DIGITS).orElseThrow();
        ImageHash other = new ImageHash(hash.first() ^ 0b111, hash.second(), hash.third(), hash.fourth() ^ 1L << 63);

        assertThat(hash.distance(hash)).isZero();
        assertThat(hash.distance(other)).isEqualTo(4).isEqualTo(other.distance(hash));
        assertThat(hash.distance(hash.mirrored())).isZero();
        assertThat(hash.distance(other.mirrored())).isEqualTo(4);
        assertThat(hash.mirrored()).isNotEqualTo(hash);
        assertThat(hash.mirrored().mirrored()).isEqualTo(hash);
        assertThat(hash.canonical()).isEqualTo(hash.mirrored().canonical());
    }

    @Test
    void aBandTakesItsBitsFromEveryPartOfTheHash() {
        ImageHash left = ImageHash.parse("f0".repeat(32)).orElseThrow();
        ImageHash last = new ImageHash(0, 0, 0, 1);

        assertThat(left.band(0, 8)).isEqualTo(0xffffffff);
        assertThat(left.band(4, 8)).isZero();
        assertThat(left.band(3, 64)).isEqualTo(0b1111);
        assertThat(last.band(15, 16)).isEqualTo(1);
        assertThat(last.band(14, 16)).isZero();
        assertThat(ImageHash.parse("8000" + "0".repeat(60)).orElseThrow().band(0, 16))
                .isEqualTo(0x8000);
    }
}
