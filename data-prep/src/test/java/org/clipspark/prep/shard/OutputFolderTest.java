package org.clipspark.prep.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutputFolderTest {
    private static final ShardManifest MANIFEST = new ShardManifest(1, "jpg", 1, 0, Map.of(), List.of(), List.of());

    @TempDir
    Path parent;

    private Path folder = Path.of("");
    private OutputFolder output = new OutputFolder(new org.apache.hadoop.fs.Path("."), new Configuration(false));

    @BeforeEach
    void name() {
        folder = parent.resolve("out");
        output = new OutputFolder(new org.apache.hadoop.fs.Path(folder.toString()), new Configuration(false));
    }

    @Test
    void mayBeUsedWhenNewOrEmptyOrComplete() throws IOException {
        output.requireReplaceable();
        Files.createDirectory(folder);
        output.requireReplaceable();
        assertThat(output.isComplete()).isFalse();
        output.begin();
        output.complete(MANIFEST);

        assertThat(output.isComplete()).isTrue();
        assertThatCode(output::requireReplaceable).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"out", "out/", "out/raw", "out/raw/*.tar", "out/*/part-?.parquet"})
    void holdsNoSource(String source) {
        org.apache.hadoop.fs.Path inside =
                new org.apache.hadoop.fs.Path(parent.resolve(source).toString());

        assertThatThrownBy(() -> output.requireApartFrom(inside))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("output " + folder + " holds the source " + inside
                        + ", which writing the output would remove; choose another output");
    }

    @ParameterizedTest
    @ValueSource(strings = {"raw", "*.tar", "out2/x", "outer*"})
    void mayLieBesideItsSource(String source) {
        String path = parent.resolve(source).toString();

        assertThatCode(() -> output.requireApartFrom(new org.apache.hadoop.fs.Path(path)))
                .doesNotThrowAnyException();
    }

    @Test
    void neverTouchesFoldersWithOtherFiles() throws IOException {
        Files.createDirectory(folder);
        Files.createFile(folder.resolve("thesis.doc"));

        assertThatThrownBy(output::requireReplaceable)
                .hasMessage(
                        "output " + folder + " holds other files (thesis.doc); choose a folder that is new or empty");
    }

    @Test
    void refusesAFile() throws IOException {
        Files.createFile(folder);

        assertThatThrownBy(output::requireReplaceable).hasMessage("output " + folder + " is a file; choose a folder");
    }

    @Test
    void keepsTheShardsOfARunThatWasCutOffAndOnlyThose() throws IOException {
        Path shard = folder.resolve("train").resolve("part-00000.parquet");
        AtomicInteger forgotten = new AtomicInteger();
        output.begin();
        output.beginShards("identity", forgotten::incrementAndGet);
        Files.createDirectory(shard.getParent());
        Files.createFile(shard);

        output.requireReplaceable();
        output.begin();
        output.beginShards("identity", forgotten::incrementAndGet);
        assertThat(forgotten).hasValue(1);
        assertThat(shard).exists();
        output.beginShards("another identity", forgotten::incrementAndGet);

        assertThat(forgotten).hasValue(2);
        assertThat(shard).doesNotExist();
        assertThat(folder.resolve("_UNFINISHED")).exists();
    }

    @Test
    void leavesNothingOfKilledAttemptsInACompleteDataSet() throws IOException {
        output.begin();
        output.beginShards("identity", () -> {});
        Files.createDirectory(folder.resolve("train"));
        Path left = Files.createFile(folder.resolve("train").resolve(".part-00000.parquet.7.tmp"));

        output.complete(MANIFEST);

        assertThat(left).doesNotExist();
    }

    @Test
    void hasNoManifestWhileItIsReplaced() {
        output.begin();
        output.complete(MANIFEST);
        assertThat(folder.resolve("_UNFINISHED")).doesNotExist();

        output.begin();

        assertThat(folder.resolve("manifest.json")).doesNotExist();
    }

    @Test
    void keepsTheTombstonesOfADataSetThatIsReplaced() throws IOException {
        output.begin();
        output.complete(MANIFEST);
        Files.writeString(folder.resolve("tombstones.txt"), "key");

        output.requireReplaceable();
        output.begin();

        assertThat(folder.resolve("tombstones.txt")).hasContent("key");
    }
}
