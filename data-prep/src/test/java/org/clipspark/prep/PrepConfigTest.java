package org.clipspark.prep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.clipspark.prep.config.ConfigException;
import org.clipspark.prep.config.StrictYaml;
import org.clipspark.prep.source.SourceKind;
import org.junit.jupiter.api.Test;

class PrepConfigTest {
    private static final Path FOLDER = Path.of("..", "conf", "prep");
    private static final Path CALTECH = FOLDER.resolve("caltech101.yaml");

    @Test
    void everyFileInConfIsValidAndSaysHowToRunIt() throws IOException {
        List<Path> files;
        try (Stream<Path> listed = Files.list(FOLDER)) {
            files = listed.toList();
        }

        assertThat(files).hasSizeGreaterThanOrEqualTo(4).allSatisfy(file -> {
            assertThat(StrictYaml.load(file, List.of(), PrepConfig.class).output())
                    .startsWith("runs/");
            assertThat(Files.readAllLines(file).stream().limit(4)).anyMatch(line -> line.contains("deploy/local/clip"));
        });
    }

    @Test
    void sourceAndOutputCanBeSetOnTheCommandLine() {
        PrepConfig config = StrictYaml.load(
                CALTECH, List.of("source.path=in/*.tar", "output=out", "validation=null"), PrepConfig.class);

        assertThat(config.source().path()).isEqualTo("in/*.tar");
        assertThat(config.source().kind()).isEqualTo(SourceKind.AUTO);
        assertThat(config.output()).isEqualTo("out");
        assertThat(config.validation()).isEmpty();
    }

    @Test
    void impossibleValuesNameTheirKey() {
        assertInvalid("image.size=0", "image: size must be 1 to 4096, got 0");
        assertInvalid("image.format=bmp", "image: format must be one of [jpg, png, webp], got 'bmp'");
        assertInvalid("caption.maximumLength=0", "caption: maximumLength must be 1 to 100000, got 0");
        assertInvalid(
                "split.validationFraction=1.0", "split: validationFraction must be at least 0 and below 1, got 1.0");
        assertInvalid("shards.rowsPerShard=0", "shards.rowsPerShard must be at least 1, got 0");
        assertInvalid("shards.imageBytesPerShard=0", "shards.imageBytesPerShard must be at least 1, got 0");
        String further = "source: {path: x, kind: auto, templates: [], columns: {}}";
        assertInvalid(
                "moreSources=[{name: a, weight: 0, " + further + "}]", "weight must be above 0 and at most 1, got 0.0");
        assertInvalid("moreSources=[{name: a, weight: 1.5, " + further + "}]", "weights of data.sources in training");
        assertInvalid("moreSources=[{name: a b, weight: 1, " + further + "}]", "name must be 1 to 64 letters");
        assertInvalid("moreSources=[{name: source, weight: 1, " + further + "}]", "the name 'source' is taken");
        assertInvalid("source.kind=tarr", "expected one of: auto, parquet, webdataset, folders, images, table, coco");
        assertInvalid("source.templates=[a dog]", "source: templates must contain {c} for the class, got 'a dog'");
        assertInvalid("source.columns={picture: x}", "source: columns.picture: unknown, expected one of: image, ");
        assertInvalid("source.pth=x", "--set source.pth: unknown key, did you mean 'path'?");
    }

    private static void assertInvalid(String override, String message) {
        assertThatThrownBy(() -> StrictYaml.load(CALTECH, List.of(override), PrepConfig.class))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(CALTECH + ": ")
                .hasMessageContaining(message);
    }
}
