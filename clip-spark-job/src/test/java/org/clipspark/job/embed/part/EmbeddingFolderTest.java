package org.clipspark.job.embed.part;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.clipspark.job.embed.part.SmallEmbeddings.HADOOP;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.clipspark.prep.shard.ShardSplit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddingFolderTest {
    @TempDir
    Path temporary;

    private static final EmbeddedRow LABELLED = new EmbeddedRow(
            "a",
            Optional.of(ShardSplit.TRAIN),
            7,
            List.of("a cat", "ein Kätzchen"),
            OptionalInt.of(3),
            Optional.of("cat"),
            new TreeMap<>(Map.of("language", "de")),
            vector(0.6f, 0.8f),
            List.of(vector(1, 0), vector(0, -1)));
    private static final EmbeddedRow WITHOUT_CAPTION = new EmbeddedRow(
            "b",
            Optional.of(ShardSplit.TRAIN),
            8,
            List.of(),
            OptionalInt.empty(),
            Optional.empty(),
            new TreeMap<>(),
            vector(0, 1),
            List.of());
    private static final EmbeddedUnit UNIT = new EmbeddedUnit(
            new PartRange("train", 7, 10),
            List.of(LABELLED, WITHOUT_CAPTION, EmbeddedRow.text(2, "a dog", vector(-1, 0))),
            List.of(new SkippedRow(ShardSplit.TRAIN, 9, "c", "empty: 0 bytes")));

    private static EmbeddingVector vector(float... values) {
        return new EmbeddingVector(values);
    }

    @Test
    void givesBackWhatWasWritten() {
        EmbeddingFolder folder = new EmbeddingFolder(temporary.resolve("e").toString());

        EmbeddedPart part = folder.write(12, "0", List.of("language"), UNIT, HADOOP);

        assertThat(folder.read(part, HADOOP)).isEqualTo(UNIT.rows());
        assertThat(folder.found(HADOOP)).containsExactly(part.file());
        assertThat(folder.whole(part.file(), HADOOP)).contains(part);
        assertThat(part.number()).isEqualTo(12);
        assertThat(part.rows()).isEqualTo(3);
        assertThat(part.texts()).isEqualTo(3);
        assertThat(part.skipped()).isEqualTo(UNIT.skipped());
    }

    @Test
    void replacesADamagedPartAndKeepsAWholeOne() throws IOException {
        EmbeddingFolder folder = new EmbeddingFolder(temporary.resolve("e").toString());
        EmbeddedPart part = folder.write(0, "0", List.of(), UNIT, HADOOP);
        Path file = temporary.resolve("e/parts").resolve(part.file());
        byte[] whole = Files.readAllBytes(file);
        byte[] damaged = whole.clone();
        damaged[20] ^= 1;
        Files.write(file, damaged);

        assertThat(folder.whole(part.file(), HADOOP)).isEmpty();
        assertThatThrownBy(() -> folder.read(part, HADOOP))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageEndingWith("it is damaged or missing; 'clip embed' computes it again");
        assertThat(folder.write(0, "1", List.of(), UNIT, HADOOP)).isEqualTo(part);
        assertThat(folder.write(0, "2", List.of(), UNIT, HADOOP)).isEqualTo(part);
        assertThat(Files.readAllBytes(file)).isEqualTo(whole);
    }

    @Test
    void saysThatNothingIsComplete() {
        EmbeddingFolder folder = new EmbeddingFolder(temporary.resolve("e").toString());
        folder.write(0, "0", List.of(), UNIT, HADOOP);

        assertThat(folder.manifest(HADOOP)).isEmpty();
        assertThatThrownBy(() -> folder.complete(HADOOP))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("No embeddings at " + temporary.resolve("e")
                        + ": embeddings.json is missing; make them with 'clip embed'");
    }

    @Test
    void refusesAManifestThatPointsElsewhere() throws IOException {
        EmbeddingFolder folder = SmallEmbeddings.write(
                temporary.resolve("e").toString(),
                "x",
                1,
                i -> SmallEmbeddings.row(i, new float[] {1}, new float[] {1}));
        Path manifest = temporary.resolve("e/embeddings.json");
        String json = Files.readString(manifest);
        Files.delete(temporary.resolve("e/.embeddings.json.crc"));
        Files.writeString(manifest, json.replaceFirst("part-00000-", "../../part-00000-"));

        assertThatThrownBy(() -> folder.manifest(HADOOP))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageStartingWith("Cannot read " + manifest + ": ")
                .hasMessageContaining("Not a part of embeddings: '../../part-00000-");
    }
}
