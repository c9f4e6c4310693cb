package org.clipspark.prep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.clipspark.prep.shard.ShardManifest;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RealDataIT {
    private static final Path DATA = Path.of(System.getProperty("clip.data.dir", "../shared/data"));

    @TempDir
    static Path shared;

    private static PrepRuns runs;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        assumeTrue(Files.isDirectory(DATA), "no real data at " + DATA);
        runs = new PrepRuns(shared);
    }

    @Test
    void readsEveryCaptionOfMultiCaptionPhotographs() {
        Path output = folder.resolve("out");

        PrepResult result = runs.run(DATA.resolve("coco_cc/webdataset"), output, "split.validationFraction=0.0");

        assertThat(result.rowsOut()).isEqualTo(64);
        assertThat(result.rejected()).isEmpty();
        assertThat(runs.read(output, "train")
                        .selectExpr("sum(size(captions))")
                        .first()
                        .getLong(0))
                .isEqualTo(320);
    }

    @Test
    void takesTheClassesOfATar() {
        Path output = folder.resolve("out");

        PrepResult result = runs.run(DATA.resolve("caltech101/val-00000.tar"), output);

        assertThat(result.rowsOut()).isEqualTo(773);
        ShardManifest manifest = PrepRuns.manifest(output);
        assertThat(manifest.classNames()).hasSize(97).contains("joshua tree").doesNotContain("");
    }

    @Test
    void countsWhatIsAwkwardAndCrashesOnNothing() {
        PrepResult result = runs.run(DATA.resolve("torture/tars"), folder.resolve("out"), "source.kind=webdataset");

        long rejected =
                result.rejected().values().stream().mapToLong(Long::longValue).sum();
        assertThat(result.rowsIn()).isEqualTo(result.rowsOut() + rejected);
        assertThat(result.rowsOut()).isPositive();
        assertThat(result.rejected().keySet())
                .contains("broken_file", "duplicate_key", "empty_caption", "invalid_metadata", "invalid_utf8");
    }

    @Test
    void rejectsTheImagesThatAreNone() {
        PrepResult result = runs.run(
                DATA.resolve("torture/images"),
                folder.resolve("out"),
                "source.templates=['a {c} file']",
                "image.maxPixels=40000000",
                "image.maxBytes=67108864");

        long rejected =
                result.rejected().values().stream().mapToLong(Long::longValue).sum();
        assertThat(result.rowsIn()).isEqualTo(result.rowsOut() + rejected);
        assertThat(result.rowsIn()).isEqualTo(134);
        assertThat(result.rejected().keySet()).contains("too_many_pixels", "not_an_image", "truncated_or_corrupt");
    }
}
