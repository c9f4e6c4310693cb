package org.clipspark.image.corrupt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.clipspark.image.RgbImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CorruptionTest {
    private static final long SEED = 3;

    private static final Set<Corruption> WITHOUT_DRAWS = EnumSet.of(
            Corruption.DEFOCUS_BLUR,
            Corruption.ZOOM_BLUR,
            Corruption.BRIGHTNESS,
            Corruption.CONTRAST,
            Corruption.PIXELATE,
            Corruption.JPEG_COMPRESSION,
            Corruption.GAUSSIAN_BLUR,
            Corruption.SATURATE);

    @ParameterizedTest
    @EnumSource
    void theSeedDecidesWhateverTheThreads(Corruption corruption) {
        RgbImage scene = Scenes.street(60, 44);
        byte[] expected = corruption.apply(scene, 4, SEED).pixels();

        assertThat(IntStream.range(0, 8)
                        .parallel()
                        .mapToObj(i -> corruption.apply(scene, 4, SEED).pixels()))
                .allSatisfy(pixels -> assertThat(pixels).isEqualTo(expected));
        assertThat(Arrays.equals(corruption.apply(scene, 4, SEED + 1).pixels(), expected))
                .isEqualTo(WITHOUT_DRAWS.contains(corruption));
        assertThat(scene.pixels()).isEqualTo(Scenes.street(60, 44).pixels());
    }

    @ParameterizedTest
    @EnumSource
    void keepsAnySize(Corruption corruption) {
        int[][] sizes = {{1, 1}, {3, 7}, {7, 3}, {1, 40}, {224, 224}, {640, 480}};
        for (int[] size : sizes) {
            for (int severity : size[0] > 200 ? new int[] {5} : new int[] {1, 2, 3, 4, 5}) {
                RgbImage corrupted = corruption.apply(Scenes.ball(size[0], size[1]), severity, SEED);

                assertThat(new int[] {corrupted.width(), corrupted.height()}).isEqualTo(size);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void blackAndWhiteImagesStayImages(Corruption corruption) {
        for (int level : new int[] {0, 255}) {
            for (int severity = 1; severity <= Corruption.SEVERITIES; severity++) {
                RgbImage corrupted = corruption.apply(Scenes.grey(20, 20, level), severity, SEED);

                assertThat(corrupted.pixels()).hasSize(3 * 20 * 20);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 6, -1, Integer.MAX_VALUE})
    void refusesOtherSeverities(int severity) {
        assertThatThrownBy(() -> Corruption.GLASS_BLUR.apply(Scenes.grey(2, 2, 9), severity, SEED))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Severity of glass_blur must be 1 to 5, got " + severity);
    }

    @Test
    void namesAndGroupsAreThePapers() {
        assertThat(names(CorruptionGroup.NOISE))
                .containsExactly("gaussian_noise", "shot_noise", "impulse_noise", "speckle_noise");
        assertThat(names(CorruptionGroup.BLUR))
                .containsExactly("defocus_blur", "glass_blur", "motion_blur", "zoom_blur", "gaussian_blur");
        assertThat(names(CorruptionGroup.WEATHER)).containsExactly("snow", "frost", "fog", "brightness", "spatter");
        assertThat(names(CorruptionGroup.DIGITAL))
                .containsExactly("contrast", "elastic_transform", "pixelate", "jpeg_compression", "saturate");
        assertThat(Arrays.stream(Corruption.values())
                        .filter(Corruption::isExtra)
                        .map(Corruption::label))
                .containsExactly("speckle_noise", "gaussian_blur", "spatter", "saturate");
        assertThat(CorruptionGroup.WEATHER.label()).isEqualTo("weather");
    }

    private static List<String> names(CorruptionGroup group) {
        return Arrays.stream(Corruption.values())
                .filter(corruption -> corruption.group() == group)
                .map(Corruption::label)
                .toList();
    }

    @Test
    void aNameThatIsNoneIsRefusedWithThoseThatAre() {
        assertThat(Corruption.named("jpeg_compression")).isEqualTo(Corruption.JPEG_COMPRESSION);
        assertThatThrownBy(() -> Corruption.named("jpeg"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Unknown corruption 'jpeg' (expected: gaussian_noise, shot_noise, ");
    }

    /** Every byte of ours at severity 3; JPEG is left to the native library. */
    @Test
    void resultsStayTheSameFromReleaseToRelease() {
        Map<Corruption, String> hashes = new EnumMap<>(Corruption.class);
        for (Corruption corruption : Corruption.values()) {
            if (corruption != Corruption.JPEG_COMPRESSION) {
                hashes.put(corruption, sha256(corruption.apply(Scenes.street(96, 80), 3, 42)));
            }
        }

        assertThat(hashes).containsExactlyEntriesOf(pinned());
    }

    private static Map<Corruption, String> pinned() {
        Map<Corruption, String> pinned = new EnumMap<>(Corruption.class);
        pinned.put(Corruption.GAUSSIAN_NOISE, "bec6a2a1f7f5c9af");
        pinned.put(Corruption.SHOT_NOISE, "7edd12939c3a7a93");
        pinned.put(Corruption.IMPULSE_NOISE, "3951c86d167acf9a");
        pinned.put(Corruption.DEFOCUS_BLUR, "40e6b12b5081d865");
        pinned.put(Corruption.GLASS_BLUR, "afc2bba334a41ef9");
        pinned.put(Corruption.MOTION_BLUR, "7626069015dc6da2");
        pinned.put(Corruption.ZOOM_BLUR, "2ed3edfd14a55ee7");
        pinned.put(Corruption.SNOW, "abcdee250048a372");
        pinned.put(Corruption.FROST, "3ebc7bb99eca1d53");
        pinned.put(Corruption.FOG, "0de3f0838169aceb");
        pinned.put(Corruption.BRIGHTNESS, "8f0ba14ece5cc967");
        pinned.put(Corruption.CONTRAST, "9038d62427ea0048");
        pinned.put(Corruption.ELASTIC_TRANSFORM, "588bd8647d717f9b");
        pinned.put(Corruption.PIXELATE, "d09c04cb52eee575");
        pinned.put(Corruption.SPECKLE_NOISE, "3cc12420f05851a4");
        pinned.put(Corruption.GAUSSIAN_BLUR, "e1d96fd601f93282");
        pinned.put(Corruption.SPATTER, "b3d5b9b81cf58551");
        pinned.put(Corruption.SATURATE, "2fac994b15c5bcd5");
        return pinned;
    }

    /** The first 16 digits. */
    private static String sha256(RgbImage image) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(image.pixels());
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
