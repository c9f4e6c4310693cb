package org.clipspark.prep.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.hadoop.conf.Configuration;
import org.clipspark.prep.metadata.ColumnNames;
import org.clipspark.prep.shard.PairText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TarPairsTest {
    private static final long MAX_IMAGE_BYTES = 100;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, "UTF-8");

    @TempDir
    Path folder;

    @Test
    void joinsNeighboursOfOneKey() throws IOException {
        add("d/1.jpg", "image");
        add("d/1.txt", " a dog ");
        add("d/1.json", "{\"captions\": [\"a dog\", \"a hound\"], \"label\": 3, \"class\": \"dog\", \"url\": \"u\"}");
        add("2.txt", "a cat");
        add("2.PNG", "other");

        List<SourcePair> pairs = read("x.tar");

        assertThat(pairs).extracting(SourcePair::key).containsExactly("d/1", "2");
        assertThat(pairs.get(0).text()).isEqualTo(new PairText(List.of("a dog", "a hound"), "u", 3, "dog"));
        assertThat(new String(pairs.get(1).image().array(), UTF_8)).isEqualTo("other");
    }

    @Test
    void readsCompressedArchives() throws IOException {
        add("1.jpg", "image");
        add("1.txt", "a dog");
        tar.finish();
        Path file = folder.resolve("x.tar.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(bytes.toByteArray());
        }

        assertThat(statuses(pairs(file))).containsExactly("1 success");
    }

    @Test
    void beginsAnotherSampleWhenAKindComesAgain() throws IOException {
        add("1.jpg", "image");
        add("1.txt", "a dog");
        add("1.jpg", "another");
        add("1.txt", "a cat");

        assertThat(statuses(read("x.tar"))).containsExactly("1 success", "1 success");
    }

    @Test
    void rejectsWhatIsMissingTooLargeOrUnreadable() throws IOException {
        add("1.txt", "no image");
        add("2.jpg", "x".repeat(101));
        add("3.jpg", "image");
        add("3.json", "{broken");
        add("4.jpg", "image");
        add("4.json", "{\"label\": -2}");
        add("5.jpg", "image");
        add("5.txt", new byte[] {(byte) 0xff, (byte) 0xfe});
        add("6.jpg", "");
        add("7.jpg", "image");
        add("7.json", "[1]");
        add("8.jpg", "image");
        add("8.txt", "x".repeat(2 << 20));

        assertThat(statuses(read("x.tar")))
                .containsExactly(
                        "1 missing_image",
                        "2 too_many_bytes",
                        "3 invalid_metadata",
                        "4 invalid_label",
                        "5 invalid_utf8",
                        "6 missing_image",
                        "7 invalid_metadata",
                        "8 caption_too_long");
    }

    @Test
    void refusesLinksAndPathsThatLeaveTheFolder() throws IOException {
        add("../1.jpg", "image");
        TarArchiveEntry link = new TarArchiveEntry("2.jpg", TarConstants.LF_SYMLINK);
        link.setLinkName("/etc/passwd");
        tar.putArchiveEntry(link);
        tar.closeArchiveEntry();

        List<SourcePair> pairs = read("x.tar");

        assertThat(statuses(pairs)).containsExactly("x.tar#0 unsafe_member", "x.tar#1 unsafe_member");
        assertThat(pairs.get(0).status().detail()).isEqualTo("outside its folder: ../1.jpg");
        assertThat(pairs.get(1).status().detail()).isEqualTo("a link: 2.jpg");
    }

    @Test
    void keepsTheSamplesBeforeTheEndOfACutArchive() throws IOException {
        add("1.jpg", "image");
        add("1.txt", "a dog");
        add("2.jpg", "x".repeat(90));
        tar.finish();
        int cut = new String(bytes.toByteArray(), UTF_8).indexOf("xxxx") + 50;

        assertThat(statuses(pairs(write("cut.tar", Arrays.copyOf(bytes.toByteArray(), cut)))))
                .containsExactly("1 success", "cut.tar#broken broken_file");
    }

    @Test
    void countsFilesThatAreNoArchives() throws IOException {
        assertThat(statuses(pairs(write("empty.tar", new byte[0])))).containsExactly("empty.tar#broken broken_file");
        assertThat(statuses(pairs(write("text.tar", "<html>".repeat(500).getBytes(UTF_8)))))
                .containsExactly("text.tar#broken broken_file");
        assertThat(statuses(pairs(write("plain.tgz", "no gzip".getBytes(UTF_8)))))
                .containsExactly("plain.tgz#broken broken_file");
    }

    @Test
    void anArchiveWithoutMembersHasNoRows() throws IOException {
        assertThat(read("x.tar")).isEmpty();
    }

    private void add(String name, String content) throws IOException {
        add(name, content.getBytes(UTF_8));
    }

    private void add(String name, byte[] content) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name, true);
        entry.setSize(content.length);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
    }

    private List<SourcePair> read(String name) throws IOException {
        tar.finish();
        return pairs(write(name, bytes.toByteArray()));
    }

    private Path write(String name, byte[] content) throws IOException {
        return Files.write(folder.resolve(name), content);
    }

    private static List<SourcePair> pairs(Path file) {
        List<SourcePair> pairs = new ArrayList<>();
        NumberedFile numbered = NumberedFile.of(
                        List.of(new FoundFile(file.toUri().toString(), "")), 0)
                .get(0);
        ColumnNames names = ColumnNames.of(Map.of(), Optional.empty(), ColumnNames.Carrier.SIDE_FILE);
        new TarPairs(new TarPart(numbered, names, List.of(), MAX_IMAGE_BYTES), new Configuration(false))
                .forEachRemaining(pairs::add);
        return pairs;
    }

    private static List<String> statuses(List<SourcePair> pairs) {
        return pairs.stream()
                .map(pair -> pair.key() + " " + pair.status().label())
                .toList();
    }
}
