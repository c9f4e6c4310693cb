package org.clipspark.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class ImageDecoderPropertyTest {
    private static final int BOUND = 1_000_000;
    private static final List<byte[]> IMAGES = List.of(
            Pictures.encode(Pictures.photo(24, 16), "jpg"),
            Pictures.encode(Pictures.photo(24, 16), "png"),
            Pictures.encode(Pictures.photo(24, 16), "webp"),
            Pictures.write(Pictures.buffered(Pictures.photo(24, 16)), "gif"),
            Pictures.write(Pictures.buffered(Pictures.photo(24, 16)), "bmp"),
            Pictures.write(Pictures.buffered(Pictures.photo(24, 16)), "tiff"));

    @Property(tries = 600)
    void answersDamageAnywhereWithAnOutcomeWithinTheBounds(
            @ForAll @IntRange(min = 0, max = 5) int image,
            @ForAll @IntRange(min = 0, max = 400) int at,
            @ForAll byte value,
            @ForAll byte next) {
        byte[] damaged = IMAGES.get(image).clone();
        damaged[at % damaged.length] = value;
        damaged[(at + 1) % damaged.length] = next;

        ImageOutcome outcome = new ImageDecoder(new ImageBounds(BOUND, BOUND)).decode(damaged);

        if (outcome instanceof ImageOutcome.Decoded decoded) {
            assertThat(decoded.image().width() * decoded.image().height()).isLessThanOrEqualTo(BOUND);
        } else {
            assertThat(((ImageOutcome.Rejected) outcome).detail()).isNotBlank();
        }
    }
}
