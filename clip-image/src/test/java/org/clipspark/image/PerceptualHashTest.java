package org.clipspark.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PerceptualHashTest {
    private static final int NEAR = 36;

    /** Blobs of random colours, another picture for every seed. */
    private static RgbImage scene(int seed, int width, int height) {
        Random random = new Random(seed);
        byte[] pixels = new byte[7 * 6 * RgbImage.CHANNELS];
        random.nextBytes(pixels);
        return Resampler.bicubic(new RgbImage(7, 6, pixels), width, height);
    }

    private static RgbImage mirror(RgbImage image) {
        byte[] pixels = new byte[image.pixels().length];
        for (int i = 0; i < pixels.length; i++) {
            int pixel = i / 3;
            int x = pixel % image.width();
            pixels[i] = image.pixels()[3 * (pixel - x + image.width() - 1 - x) + i % 3];
        }
        return new RgbImage(image.width(), image.height(), pixels);
    }

    private static PerceptualHash hash(RgbImage image) {
        return PerceptualHash.of(image).orElseThrow();
    }

    @Test
    void changesLittleWithQualitySizeAndColour() {
        RgbImage image = scene(1, 320, 240);
        byte[] grey = image.pixels().clone();
        for (int i = 0; i < grey.length; i += 3) {
            Arrays.fill(grey, i, i + 3, (byte) (Luminance.at(image.pixels(), i) / Luminance.SCALE));
        }

        RgbImage rough = Pictures.decoded(RgbEncoder.named("jpg", 30).encode(image));

        assertThat(hash(rough).distance(hash(image))).isLessThan(NEAR);
        assertThat(hash(Resampler.bicubic(image, 160, 120)).distance(hash(image)))
                .isLessThan(NEAR);
        assertThat(hash(Resampler.crop(image, 8, 6, 304, 228)).distance(hash(image)))
                .isLessThan(NEAR);
        assertThat(hash(new RgbImage(320, 240, grey)).distance(hash(image))).isLessThan(NEAR);
    }

    @Test
    void tellsPicturesApart() {
        for (int seed = 2; seed < 12; seed++) {
            PerceptualHash other = hash(scene(seed, 320, 240));

            assertThat(other.distance(hash(scene(1, 320, 240)))).isGreaterThan(2 * NEAR);
            assertThat(other.mirrored().distance(hash(scene(1, 320, 240)))).isGreaterThan(2 * NEAR);
        }
    }

    @Test
    void knowsTheHashOfTheMirrorImage() {
        RgbImage image = scene(1, 321, 240);

        assertThat(hash(mirror(image)).distance(hash(image))).isGreaterThan(2 * NEAR);
        assertThat(hash(mirror(image)).distance(hash(image).mirrored())).isLessThan(3);
        assertThat(hash(image).mirrored().mirrored()).isEqualTo(hash(image));
    }

    @Test
    void looksBehindAFrame() {
        RgbImage image = scene(1, 300, 200);
        byte[] canvas = new byte[360 * 280 * RgbImage.CHANNELS];
        Arrays.fill(canvas, (byte) 17);
        for (int y = 0; y < 200; y++) {
            System.arraycopy(image.pixels(), y * 900, canvas, ((y + 30) * 360 + 40) * 3, 900);
        }

        assertThat(hash(new RgbImage(360, 280, canvas)).distance(hash(image))).isLessThan(NEAR);
    }

    @Test
    void isAbsentWhereThereIsNothingToSee() {
        RgbImage grey = Pictures.decoded(RgbEncoder.named("jpg", 50).encode(Pictures.plain(200, 100, 119)));

        assertThat(PerceptualHash.of(grey)).isEmpty();
        assertThat(PerceptualHash.of(Pictures.plain(1, 1, 0))).isEmpty();
        assertThat(PerceptualHash.of(Pictures.plain(1, 3000, 255))).isEmpty();
        assertThat(PerceptualHash.of(scene(3, 1, 3000))).isPresent();
        assertThat(PerceptualHash.of(scene(3, 2, 2))).isPresent();
    }

    @Test
    void isSpelledInSixtyFourDigits() {
        PerceptualHash hash = new PerceptualHash(1L << 63, 0, 0xabcL, -1);

        assertThat(hash.hex()).isEqualTo("800000000000000000000000000000000000000000000abcffffffffffffffff");
        assertThat(PerceptualHash.ofHex(hash.hex())).isEqualTo(hash);
        assertThatThrownBy(() -> PerceptualHash.ofHex("12"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A perceptual hash has 64 hexadecimal digits, got '12'");
        assertThatThrownBy(() -> PerceptualHash.ofHex("g".repeat(64)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("A perceptual hash has 64 hexadecimal digits, got 'ggg");
    }

    @Test
    void hasEveryBitInExactlyOneBand() {
        PerceptualHash none = new PerceptualHash(0, 0, 0, 0);
        PerceptualHash all = new PerceptualHash(-1, -1, -1, -1);
        PerceptualHash one = new PerceptualHash(0, 1L << 63, 0, 0);

        for (int i = 0; i < PerceptualHash.BANDS; i++) {
            assertThat(none.band(i)).isZero();
            assertThat(all.band(i)).isEqualTo(0xffff);
            // Bit 64 is the fifth of band 0.
            assertThat(one.band(i)).isEqualTo(i == 0 ? 1 << 11 : 0);
        }
        assertThatThrownBy(() -> none.band(16))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A band is 0 to 15, got 16");
    }
}
