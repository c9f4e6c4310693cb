package org.clipspark.job.data.tombstone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.clipspark.prep.shard.ShardSplit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TombstonesTest {
    @TempDir
    Path folder;

    @Test
    void readsAKeyFromEachLineThatIsNoComment() throws IOException {
        Tombstones tombstones = load("\uFEFF# asked for in May\r\n a b\t\r\n\n  \nkey#2\n#key-3\nÄpfel");

        assertThat(tombstones.keys()).isEqualTo(3);
        for (String listed : List.of("a b", "key#2", "Äpfel")) {
            assertThat(has(tombstones, 0, listed)).as(listed).isTrue();
        }
        for (String other : List.of("a", "b", "key-3", "#key-3", "", "apfel", "a b ")) {
            assertThat(has(tombstones, 0, other)).as(other).isFalse();
        }
    }

    @Test
    void looksForKeysOfTheFileInEverySourceAndForThoseOfAFolderInItsOwn() throws IOException {
        Path file = Files.writeString(folder.resolve("list"), "everywhere\n");
        Path second = Files.createDirectories(folder.resolve("second"));
        Files.writeString(second.resolve(Tombstones.FILE_NAME), "here\nalso here\n");

        Tombstones tombstones = load(file, folder.resolve("first"), second);

        assertThat(tombstones.keys()).isEqualTo(3);
        assertThat(has(tombstones, 0, "everywhere")).isTrue();
        assertThat(has(tombstones, 1, "everywhere")).isTrue();
        assertThat(has(tombstones, 0, "here")).isFalse();
        assertThat(has(tombstones, 1, "here")).isTrue();
    }

    @Test
    void tellsListsApart() throws IOException {
        String none = Tombstones.load("", List.of(), new Configuration()).hash();
        String empty = load("").hash();
        String one = load("a\n").hash();

        assertThat(none).isEmpty();
        assertThat(List.of(empty, one, load("b\n").hash()))
                .doesNotHaveDuplicates()
                .doesNotContain("");
        assertThat(load("a\n").hash()).isEqualTo(one);
        assertThat(load("").isEmpty()).isTrue();
    }

    @Test
    void countsRowsAndTheKeysOfNone() throws IOException {
        Tombstones tombstones = load("a\nb\nc\na\n");
        ErasedRows train = rows(tombstones, 0, ShardSplit.TRAIN, "x", "a", "y", "a");
        ErasedRows other = rows(tombstones, 1, ShardSplit.TRAIN, "a", "b");
        ErasedRows held = rows(tombstones, 1, ShardSplit.VALIDATION, "b");

        ErasureCounts counts = ErasureCounts.of(tombstones, List.of(train, other, held), 2);

        assertThat(counts).isEqualTo(new ErasureCounts(3, 1, List.of(2L, 2L), List.of(0L, 1L)));
    }

    @Test
    void keepsEveryKeyOfALongListAndNoOther() throws IOException {
        int keys = 200_000;
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < keys; i++) {
            text.append("key-").append(2 * i).append('\n');
        }
        Tombstones tombstones = copy(load(text.toString()));

        Tombstones.Lookup lookup = tombstones.lookup(0);
        assertThat(tombstones.keys()).isEqualTo(keys);
        for (int i = 0; i < 2 * keys; i++) {
            assertThat(lookup.has(bytes("key-" + i))).isEqualTo(i % 2 == 0);
        }
        assertThat(tombstones.slots() * 16L).as("bytes").isLessThan(43L * keys);
    }

    @Test
    void saysThatTheFileIsMissing() {
        assertThatThrownBy(() -> load(folder.resolve("missing")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("data.tombstones " + folder.resolve("missing") + ": no such file");
    }

    @Test
    void refusesWhatIsNoListOfKeys() throws IOException {
        Path binary = Files.write(folder.resolve("binary"), new byte[] {'a', '\n', 'b', 0, 'c'});
        Path line = Files.writeString(folder.resolve("line"), "a".repeat(70_000));

        assertThatThrownBy(() -> load(binary))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("Cannot read tombstones " + binary
                        + ": line 2 holds a zero byte, expected UTF-8 text with a key a line");
        assertThatThrownBy(() -> load(line))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("line 1 is longer than 65536 bytes, expected a key a line");
        assertThatThrownBy(() -> load(folder))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageStartingWith("Cannot read tombstones " + folder);
    }

    private Tombstones load(String text) throws IOException {
        return load(Files.writeString(folder.resolve("text"), text));
    }

    private static Tombstones load(Path file, Path... folders) {
        return Tombstones.load(
                file.toString(), List.of(folders).stream().map(Path::toString).toList(), new Configuration());
    }

    private static boolean has(Tombstones tombstones, int source, String key) {
        return tombstones.lookup(source).has(bytes(key));
    }

    private static ErasedRows rows(Tombstones tombstones, int source, ShardSplit split, String... keys) {
        ErasedRows rows = new ErasedRows(source, split);
        Tombstones.Lookup lookup = tombstones.lookup(source);
        for (String key : keys) {
            rows.add(lookup, bytes(key));
        }
        return rows;
    }

    private static byte[] bytes(String key) {
        return key.getBytes(StandardCharsets.UTF_8);
    }

    /** As an executor gets it. */
    private static Tombstones copy(Tombstones tombstones) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(tombstones);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (Tombstones) in.readObject();
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("The class was just written", e);
        }
    }
}
