package org.clipspark.job.robust.corruption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.SplittableRandom;
import org.clipspark.image.Resampler;
import org.clipspark.image.RgbImage;
import org.clipspark.image.corrupt.Corruption;
import org.clipspark.model.input.ImageSize;
import org.clipspark.model.input.ImageTransform;
import org.junit.jupiter.api.Test;

class CorruptedImageTest {
    private static final ImageSize SIZE = ImageSize.square(224);

    private static RgbImage noise(int width, int height) {
        byte[] pixels = new byte[width * height * RgbImage.CHANNELS];
        new SplittableRandom(1).nextBytes(pixels);
        return new RgbImage(width, height, pixels);
    }

    /** Does nothing. */
    private record Untouched() implements ImageCorruption {
        @Override
        public String name() {
            return "untouched";
        }

        @Override
        public RgbImage apply(RgbImage image, int severity, long seed) {
            return image;
        }
    }

    @Test
    void leavesTheSizeToTheModelOnce() {
        CorruptedImage change = new CorruptedImage(new Untouched(), 1, SIZE);
        RgbImage prepared = change.apply(noise(301, 240), 0);

        assertThat(prepared.width()).isEqualTo(224);
        assertThat(prepared.height()).isEqualTo(224);
        assertThat(prepared.pixels())
                .isEqualTo(Resampler.centre(noise(301, 240), 224, 224).pixels());
        assertThat(change.apply(prepared, 0).pixels()).as("resampled no more").isEqualTo(prepared.pixels());
    }

    @Test
    void passesImagesThatWereCorruptedAndSizedBefore() {
        RgbImage stored = noise(224, 224);
        ImageTransform transform = ImageTransform.evaluation(SIZE, 32);
        float[] values = new float[transform.length()];
        transform.apply(stored, 0, values, 0);
        float[] black = new float[transform.length()];
        transform.apply(new RgbImage(224, 224, new byte[stored.pixels().length]), 0, black, 0);

        // Normalised value = black + pixel / 255 / deviation: the first pixel of the first patch tells all of its own.
        for (int x = 0; x < 32; x++) {
            double pixel = (values[x] - black[x]) * 0.26862955 * 255;
            assertThat(Math.round(pixel)).isEqualTo(stored.pixels()[x * RgbImage.CHANNELS] & 0xff);
        }
    }

    @Test
    void saysAllThatTellsResultsApart() {
        ImageCorruption fog = CorruptionChoice.named("fog", List.of());

        assertThat(new CorruptedImage(fog, 2, SIZE).name()).isEqualTo("fog severity 2 at 224x224");
        assertThat(new CorruptedImage(fog, 3, SIZE)).isNotEqualTo(new CorruptedImage(fog, 2, SIZE));
    }

    @Test
    void findsGroupsNamesAndPlugIns() {
        List<ImageCorruption> all =
                CorruptionChoice.of(List.of("all", "extra", "fog"), List.of(InvertedImage.class.getName()));

        assertThat(all)
                .extracting(ImageCorruption::name)
                .hasSize(20)
                .doesNotHaveDuplicates()
                .endsWith("inverted");
        assertThat(all)
                .extracting(ImageCorruption::group)
                .contains("noise", "blur", "weather", "digital", "extra", "own");
        assertThat(CorruptionChoice.of(List.of("all"), List.of())).hasSize(15);
        RgbImage image = noise(20, 10);
        assertThat(all.get(0).apply(image, 3, 4).pixels())
                .isEqualTo(Corruption.GAUSSIAN_NOISE.apply(image, 3, 4).pixels());
    }

    /** A plug-in that cannot be made. */
    public static final class Closed implements ImageCorruption {
        private static final long serialVersionUID = 1;

        private Closed() {}

        @Override
        public String name() {
            return "closed";
        }

        @Override
        public RgbImage apply(RgbImage image, int severity, long seed) {
            return image;
        }
    }

    /** A plug-in with the name of a published corruption. */
    public static final class SecondFog implements ImageCorruption {
        private static final long serialVersionUID = 1;

        @Override
        public String name() {
            return "fog";
        }

        @Override
        public RgbImage apply(RgbImage image, int severity, long seed) {
            return image;
        }
    }

    @Test
    void saysWhatIsWrongWithAPlugIn() {
        assertRefused("com.example.Missing", "No plug-in com.example.Missing on the class path");
        assertRefused("java.lang.String", "does not implement " + ImageCorruption.class.getName());
        assertRefused(Closed.class.getName(), "cannot be made by a public constructor without arguments");
        assertRefused(SecondFog.class.getName(), "is named 'fog' as another corruption is");
    }

    private static void assertRefused(String plugin, String message) {
        assertThatThrownBy(() -> CorruptionChoice.of(List.of(), List.of(plugin)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
