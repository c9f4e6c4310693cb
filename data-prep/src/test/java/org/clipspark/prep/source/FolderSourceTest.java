package org.clipspark.prep.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderSourceTest {
    private static final Configuration HADOOP = new Configuration(false);

    @TempDir
    Path folder;

    @BeforeEach
    void write() throws IOException {
        for (String file :
                List.of("top_one.JPG", "notes", "red_dog/1.jpg", "red_dog/deep/2.psd", ".x.jpg", "_y/3.jpg")) {
            Files.createDirectories(folder.resolve(file).getParent());
            Files.writeString(folder.resolve(file), "content");
        }
    }

    @Test
    void classFoldersGiveTheClass() {
        List<SourcePair> pairs = pairs(SourceKind.FOLDERS, 1);

        assertThat(pairs).extracting(SourcePair::key).containsExactly("red_dog/1.jpg", "red_dog/deep/2.psd");
        assertThat(pairs).allMatch(pair -> pair.text().className().equals("red_dog"));
        assertThat(pairs).allMatch(pair -> pair.text().caption().equals("a red dog"));
    }

    @Test
    void imagesOfATreeAreCaptionedByTheirFolderAndOthersByTheirName() {
        List<SourcePair> pairs = pairs(SourceKind.IMAGES, 3);

        assertThat(pairs)
                .extracting(pair -> pair.key() + ": " + pair.text().caption())
                .containsExactly(
                        "notes: a notes",
                        "red_dog/1.jpg: a red dog",
                        "red_dog/deep/2.psd: a deep",
                        "top_one.JPG: a top one");
        assertThat(pairs).allMatch(pair -> pair.text().className().isEmpty());
    }

    @Test
    void needsTemplates() {
        SourceConfig config = new SourceConfig(folder.toString(), SourceKind.IMAGES, List.of(), Map.of());

        assertThatThrownBy(() -> PairSource.named(config, new SourceLimits(100, 1), HADOOP))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith(
                        "has folders of images and no captions: set templates, for example" + " ['a photo of a {c}']");
    }

    @Test
    void refusesAFolderOfImagesWhereNobodyReadsIt() {
        SourceConfig config = new SourceConfig(
                folder.toString(), SourceKind.IMAGES, Optional.empty(), Optional.of("x"), List.of("a {c}"), Map.of());

        assertThatThrownBy(() -> PairSource.named(config, new SourceLimits(100, 1), HADOOP))
                .hasMessage("source.images is for the kinds table and coco, and " + folder
                        + " is of kind images: leave it out");
    }

    private List<SourcePair> pairs(SourceKind kind, int rowsPerPart) {
        SourceConfig config = new SourceConfig(folder.toString(), kind, List.of("a {c}"), Map.of());
        PairSource source = PairSource.named(config, new SourceLimits(100, rowsPerPart), HADOOP);
        List<SourcePair> pairs = new ArrayList<>();
        if (source instanceof FolderSource images) {
            images.parts(HADOOP, 0).forEach(part -> part.pairs(HADOOP).forEachRemaining(pairs::add));
        }
        return pairs;
    }
}
