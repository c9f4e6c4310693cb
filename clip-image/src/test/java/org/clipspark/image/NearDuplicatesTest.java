package org.clipspark.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Ten photographs in nine forms each, and ten others of the same things. */
class NearDuplicatesTest {
    private static final Path FOLDER =
            Path.of(System.getProperty("clip.data.dir", "../../shared/data"), "torture", "near_duplicates");
    private static final int NEAR = 36;

    private record Item(String group, boolean isOther, PerceptualHash hash) {
        boolean isTwinOf(Item item) {
            return group.equals(item.group) && !isOther && !item.isOther;
        }

        boolean sharesABandWith(Item item) {
            for (int i = 0; i < PerceptualHash.BANDS; i++) {
                if (hash.band(i) == item.hash.band(i) || hash.mirrored().band(i) == item.hash.band(i)) {
                    return true;
                }
            }
            return false;
        }

        int distance(Item item) {
            return Math.min(hash.distance(item.hash), hash.mirrored().distance(item.hash));
        }
    }

    private final List<Item> items = new ArrayList<>();

    @BeforeEach
    void hash() throws IOException {
        Assumptions.assumeTrue(Files.isDirectory(FOLDER), "no images in " + FOLDER);
        List<Path> files;
        try (var listed = Files.list(FOLDER)) {
            files = listed.sorted().toList();
        }
        for (Path file : files) {
            String name = file.getFileName().toString();
            PerceptualHash hash = PerceptualHash.of(Pictures.decoded(Files.readAllBytes(file)))
                    .orElseThrow();
            items.add(new Item(name.substring(0, 3), name.contains("different"), hash));
        }
        assertThat(items).hasSizeGreaterThanOrEqualTo(100);
    }

    @Test
    void findsTwinsAndNoOthers() {
        int twins = 0;
        int found = 0;
        for (int i = 0; i < items.size(); i++) {
            for (Item other : items.subList(0, i)) {
                boolean isNear = items.get(i).distance(other) <= NEAR;
                if (items.get(i).isTwinOf(other)) {
                    twins++;
                    found += isNear && items.get(i).sharesABandWith(other) ? 1 : 0;
                } else {
                    assertThat(isNear).isFalse();
                }
            }
        }

        assertThat(twins).isEqualTo(360);
        assertThat((double) found / twins).isGreaterThanOrEqualTo(0.95);
    }
}
