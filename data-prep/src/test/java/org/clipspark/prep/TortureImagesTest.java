package org.clipspark.prep;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.clipspark.prep.ImagePreparation.Outcome;
import org.clipspark.prep.ImagePreparation.Prepared;
import org.clipspark.prep.ImagePreparation.Refused;
import org.clipspark.prep.shard.BlurredBoxes;
import org.clipspark.prep.shard.ImageBytes;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Awkward files of the wild through the whole preparation. */
class TortureImagesTest {
    private static final Path FOLDER =
            Path.of(System.getProperty("clip.data.dir", "../../shared/data"), "torture", "images");

    @Test
    void everyFileEndsInAStatus() throws IOException {
        Assumptions.assumeTrue(Files.isDirectory(FOLDER), "no images in " + FOLDER);
        ImageConfig config =
                new ImageConfig("keep_ratio", 64, true, "area", "white", 1, 1000, "jpg", 95, true, 40_000_000, 1 << 26);
        ImagePreparation preparation = new ImagePreparation(config);
        List<Path> files;
        try (var walk = Files.walk(FOLDER)) {
            files = walk.filter(Files::isRegularFile).sorted().toList();
        }

        Map<String, Integer> counts = new TreeMap<>();
        for (Path file : files) {
            Outcome outcome = preparation.prepare(new ImageBytes(Files.readAllBytes(file)), BlurredBoxes.parse(""));
            counts.merge(outcome instanceof Refused refused ? refused.status().label() : "success", 1, Integer::sum);
            if (outcome instanceof Prepared prepared) {
                assertThat(Math.min(prepared.sizes().width(), prepared.sizes().height()))
                        .as(file.toString())
                        .isBetween(1, 64);
            }
        }

        assertThat(counts.keySet())
                .isSubsetOf(
                        "success",
                        "empty",
                        "not_an_image",
                        "unsupported_format",
                        "too_many_pixels",
                        "truncated_or_corrupt",
                        "aspect_ratio_too_large");
        assertThat(counts.get("success")).isGreaterThan(files.size() / 2);
        assertThat(counts.get("too_many_pixels")).isGreaterThanOrEqualTo(3);
    }
}
