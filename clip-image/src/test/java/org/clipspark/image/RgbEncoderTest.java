package org.clipspark.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RgbEncoderTest {
    @Test
    void keepsColoursInTheirOrder() {
        byte[] orange = new byte[32 * 32 * 3];
        for (int i = 0; i < orange.length; i += 3) {
            orange[i] = (byte) 250;
            orange[i + 1] = (byte) 120;
            orange[i + 2] = 10;
        }
        RgbImage image = new RgbImage(32, 32, orange);

        for (String format : List.of("jpg", "png", "webp")) {
            RgbImage back = Pictures.decoded(RgbEncoder.named(format, 95).encode(image));
            assertThat(Pictures.distance(back, image)).as(format).isLessThanOrEqualTo(4);
        }
        assertThat(orange).startsWith((byte) 250, (byte) 120, (byte) 10);
    }

    @Test
    void spendsMoreBytesOnHigherQuality() {
        RgbImage photo = Pictures.photo(80, 60);

        byte[] high = RgbEncoder.named("jpg", 95).encode(photo);
        byte[] low = RgbEncoder.named("jpg", 30).encode(photo);

        assertThat(high.length).isGreaterThan(2 * low.length);
        assertThat(squaredError(high, photo)).isLessThan(squaredError(low, photo));
    }

    private static double squaredError(byte[] encoded, RgbImage original) {
        RgbImage back = Pictures.decoded(encoded);
        double sum = 0;
        for (int i = 0; i < original.pixels().length; i++) {
            double difference = (back.pixels()[i] & 0xff) - (original.pixels()[i] & 0xff);
            sum += difference * difference;
        }
        return sum;
    }

    @Test
    void writesTheSameBytesEveryTime() {
        RgbEncoder encoder = RgbEncoder.named("jpg", 90);

        assertThat(Arrays.equals(encoder.encode(Pictures.photo(40, 40)), encoder.encode(Pictures.photo(40, 40))))
                .isTrue();
    }

    @Test
    void namesTheChoices() {
        assertThatThrownBy(() -> RgbEncoder.named("jpeg", 90))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Unknown image format 'jpeg' (expected: jpg, png, webp)");
        assertThatThrownBy(() -> RgbEncoder.named("jpg", 101))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Image quality must be 1 to 100, got 101");
    }
}
