package org.clipspark.prep.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.clipspark.prep.shard.ShardManifest.Shard;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShardManifestTest {
    private static final Configuration HADOOP = new Configuration(false);
    private static final Shard TRAIN =
            new Shard("train/part-00000.parquet", ShardSplit.TRAIN, 5, 900, "aa", List.of(3L, 2L));
    private static final Shard VALIDATION =
            new Shard("validation/part-00000.parquet", ShardSplit.VALIDATION, 2, 400, "bb", List.of(2L));

    @TempDir
    Path folder;

    @Test
    void comesBackAsItWasSavedAndLeavesNoTemporaryFile() throws IOException {
        ShardManifest manifest = manifest(List.of(TRAIN, VALIDATION));

        manifest.save(path(), HADOOP);

        assertThat(load()).isEqualTo(manifest);
        assertThat(load().rows(ShardSplit.TRAIN)).isEqualTo(5);
        assertThat(load().shards(ShardSplit.VALIDATION)).containsExactly(VALIDATION);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).noneMatch(file -> file.toString().contains(".tmp"));
        }
    }

    @Test
    void theContentHashFollowsTheShardsAndTheirOrderAlone() {
        ShardManifest manifest = manifest(List.of(TRAIN, VALIDATION));
        ShardManifest reseeded = new ShardManifest(1, "png", 9, 7, Map.of(), List.of(), List.of(TRAIN, VALIDATION));

        assertThat(manifest.contentHash()).hasSize(64).isEqualTo(reseeded.contentHash());
        assertThat(manifest(List.of(VALIDATION, TRAIN)).contentHash()).isNotEqualTo(manifest.contentHash());
        assertThat(manifest(List.of(TRAIN)).contentHash()).isNotEqualTo(manifest.contentHash());
    }

    @Test
    void saysWhatToDoWhereThereIsNone() {
        assertThatThrownBy(this::load)
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("No data set at " + folder + ": manifest.json is missing; make one with 'clip prep run'");
    }

    @Test
    void refusesWhatIsNoManifest() throws IOException {
        String saved = saved();

        assertUnreadable("null", "the JSON is no object");
        assertUnreadable("", "No content to map");
        assertUnreadable(saved.substring(0, saved.length() / 2), "Unexpected end-of-input");
        assertUnreadable(saved.replaceFirst("\"seed\" : \\d+,", ""), "Missing creator property 'seed'");
        assertUnreadable(saved.replaceFirst("\"seed\" : \\d+", "\"seed\" : null"), "seed");
        assertUnreadable(
                saved.replace("\"formatVersion\" : 1", "\"formatVersion\" : 2"), "format version 2, expected 1");
    }

    @Test
    void refusesShardsOutsideTheDataSet() throws IOException {
        String saved = saved();

        assertUnreadable(
                saved.replace("train/part-00000.parquet", "../other.parquet"),
                "A shard's file must lie in the data set's folder, got '../other.parquet'");
        assertUnreadable(saved.replace("train/part-00000.parquet", "/etc/x"), "got '/etc/x'");
        assertUnreadable(saved.replace("train/part-00000.parquet", "s3a://b/x"), "got 's3a://b/x'");
    }

    @Test
    void refusesShardsWhoseRowGroupsDoNotSumToTheirRows() {
        assertThatThrownBy(() -> new Shard("train/a.parquet", ShardSplit.TRAIN, 6, 1, "", List.of(3L, 2L)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Shard train/a.parquet has 6 rows, its row groups [3, 2]");
        assertThatThrownBy(() -> new Shard("train/a.parquet", ShardSplit.TRAIN, 1, 1, "", List.of(3L, -2L)))
                .hasMessage("Shard train/a.parquet has 1 rows, its row groups [3, -2]");
    }

    private String saved() throws IOException {
        manifest(List.of(TRAIN, VALIDATION)).save(path(), HADOOP);
        String text = Files.readString(folder.resolve(ShardManifest.FILE_NAME));
        // The file is rewritten by hand below, which its sidecar checksum would give away.
        Files.delete(folder.resolve("." + ShardManifest.FILE_NAME + ".crc"));
        return text;
    }

    private void assertUnreadable(String content, String message) throws IOException {
        Files.writeString(folder.resolve(ShardManifest.FILE_NAME), content);
        assertThatThrownBy(this::load)
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageStartingWith("Cannot read " + folder + "/manifest.json: ")
                .hasMessageContaining(message);
    }

    private ShardManifest load() {
        return ShardManifest.load(path(), HADOOP);
    }

    private org.apache.hadoop.fs.Path path() {
        return new org.apache.hadoop.fs.Path(folder.toString());
    }

    private static ShardManifest manifest(List<Shard> shards) {
        return new ShardManifest(
                ShardManifest.FORMAT_VERSION, "jpg", 3, 9, Map.of("empty_caption", 2L), List.of("ant", ""), shards);
    }
}
