package org.clipspark.prep.source;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdOutputStream;
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
import org.apache.hadoop.conf.Configuration;
import org.clipspark.prep.metadata.ColumnNames;
import org.clipspark.prep.shard.RowStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables read in parts: what a row says, and that it does not depend on the parts. */
class TablePartsTest {
    private static final Configuration HADOOP = new Configuration(false);

    @TempDir
    Path folder;

    @Test
    void readsTheSameRowsInPartsOfAnySize() throws IOException {
        StringBuilder text = new StringBuilder("url,caption\n");
        for (int i = 0; i < 50; i++) {
            text.append("http://x.org/")
                    .append(i)
                    .append(",\"caption\n")
                    .append(i)
                    .append(" é\"\r\n\n");
        }
        Path plain = write("t.csv", text.toString().getBytes(UTF_8));
        Path packed = write("t2.csv.gz", gzip(text.toString().getBytes(UTF_8)));

        List<String> all = keysAndCaptions(plain, 1000);

        assertThat(all).hasSize(50).startsWith("t.csv#0 caption\n0 é").endsWith("t.csv#49 caption\n49 é");
        assertThat(keysAndCaptions(plain, 1)).isEqualTo(all);
        assertThat(keysAndCaptions(plain, 7)).isEqualTo(all);
        assertThat(keysAndCaptions(packed, 7)).hasSize(50).endsWith("t2.csv.gz#49 caption\n49 é");
    }

    @Test
    void aCompressedTableHasFewParts() throws IOException {
        Path packed = write("t.txt.gz", gzip("http://x.org/1\n".repeat(3000).getBytes(UTF_8)));

        CountedTable table = count(packed, 1);

        assertThat(table.rows()).isEqualTo(3000);
        assertThat(parts(packed, 1)).hasSize(250);
        assertThat(keysAndCaptions(packed, 1)).hasSize(3000).doesNotHaveDuplicates();
    }

    @Test
    void readsJsonLinesWithWhateverFieldsTheyHave() throws IOException {
        Path file = write("t.jsonl", """
                {"url": "http://x.org/1", "caption": ["a dog", "a hound"], "similarity": "NaN", "punsafe": 0.5}
                {"caption": "a cat", "url": "http://x.org/2", "embedding": [0.5, 1], "uid": 7}
                {broken
                [1]
                {"url": null, "caption": "no address"}
                {"URL": "http://x.org/3", "TEXT": "a bird", "embedding": [0.5, "x"]}
                {"url": "http://x.org/4", "caption": "a man", "face_bboxes": [[0, 0.25, 0.5, 1]]}
                {"url": "http://x.org/5", "caption": "a man", "face_bboxes": "[[0, 0.25, 0.5, 1]]"}
                {"url": "http://x.org/6", "caption": "a man", "face_bboxes": [0, 0.25, 0.5, 1]}
                {"url": "http://x.org/7", "caption": "no man", "face_bboxes": []}
                """.getBytes(UTF_8));

        List<SourcePair> pairs = pairs(file, 2, Map.of());

        assertThat(statuses(pairs))
                .containsExactly(
                        "success",
                        "success",
                        "invalid_metadata",
                        "invalid_metadata",
                        "missing_image",
                        "success",
                        "success",
                        "success",
                        "invalid_boxes",
                        "success");
        assertThat(pairs.get(0).text().captions()).containsExactly("a dog", "a hound");
        assertThat(pairs.get(0).attributes().scores()).containsOnly(Map.entry("punsafe", 0.5));
        assertThat(pairs.get(1).attributes().embedding()).containsExactly(0.5f, 1f);
        assertThat(pairs.get(1).attributes().tags()).containsOnly(Map.entry("uid", "7"));
        assertThat(pairs.get(5).text().caption()).isEqualTo("a bird");
        assertThat(pairs.get(5).attributes().embedding()).isEmpty();
        assertThat(pairs.get(6).attributes().tags()).containsOnly(Map.entry("boxes", "[[0.0, 0.25, 0.5, 1.0]]"));
        assertThat(pairs.get(7).attributes()).isEqualTo(pairs.get(6).attributes());
        assertThat(pairs.get(9).attributes().tags()).isEmpty();
        assertThat(pairs).allMatch(pair -> pair.isLinked() == pair.status().isSuccess());
    }

    @Test
    void readsZstandardAndListsOfAddresses() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new ZstdOutputStream(bytes)) {
            out.write("http://x.org/1?a=b,c\nhttp://x.org/2\n".getBytes(UTF_8));
        }

        List<SourcePair> pairs = pairs(write("list.txt.zst", bytes.toByteArray()), 10, Map.of());

        assertThat(pairs)
                .extracting(pair -> pair.text().url())
                .containsExactly("http://x.org/1?a=b,c", "http://x.org/2");
        assertThat(pairs).allMatch(pair -> pair.text().captions().isEmpty());
    }

    @Test
    void rejectsLinesThatAreNotUtf8OrLongerThanAnyRealOne() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write("http://x.org/1\ta dog\nhttp://x.org/2\tcaf\u00e9\n".getBytes(ISO_8859_1));
        bytes.write(
                ("http://x.org/3\t" + "x".repeat(5 << 20) + "\nhttp://x.org/4\tna\u00efve \ufffd\n").getBytes(UTF_8));

        List<SourcePair> pairs = pairs(write("t.tsv", bytes.toByteArray()), 1, Map.of());

        assertThat(statuses(pairs)).containsExactly("success", "invalid_utf8", "invalid_metadata", "success");
        assertThat(pairs.get(3).text().caption()).isEqualTo("na\u00efve \ufffd");
    }

    @Test
    void keepsTheRowsBeforeDamage() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            text.append("http://x.org/").append(i * 7919L % 104_729).append('\n');
        }
        byte[] packed = gzip(text.toString().getBytes(UTF_8));
        Path cut = write("cut.txt.gz", Arrays.copyOf(packed, packed.length / 2));

        List<SourcePair> pairs = pairs(cut, 1000, Map.of());

        assertThat(pairs).hasSizeBetween(5_000, 15_000);
        assertThat(statuses(pairs.subList(0, pairs.size() - 1))).containsOnly("success");
        assertThat(pairs.get(pairs.size() - 1).status().label()).isEqualTo("broken_file");
    }

    @Test
    void findsImagesBesideTheTableOrInAFolder() throws IOException {
        write("a.jpg", "image".getBytes(UTF_8));
        Files.createDirectories(folder.resolve("sub"));
        Path file = write(
                "sub/t.csv",
                ("path,caption,md5\na.jpg,a dog,78805A221A988E79EF3F42D7C5BFD418\n"
                                + "b.jpg,a cat,\n,nothing,\n.,a folder,\nx\0y,odd,\n" + "n".repeat(300) + ",long,\n")
                        .getBytes(UTF_8));

        List<SourcePair> pairs = pairs(file, 10, Map.of(), Optional.of(folder.toString()));

        assertThat(statuses(pairs))
                .containsExactly(
                        "success", "missing_image", "missing_image", "missing_image", "missing_image", "missing_image");
        assertThat(pairs.get(0).key()).isEqualTo("a.jpg");
        assertThat(pairs.get(0).attributes().tags())
                .containsOnly(Map.entry("expected_hash", "78805a221a988e79ef3f42d7c5bfd418"));
        assertThat(statuses(pairs(file, 10, Map.of(), Optional.empty()))).containsOnly("missing_image");
    }

    @Test
    void refusesTablesThatCannotBeUnderstood() throws IOException {
        Path json = write("t.jsonl", "{\"link\": \"x\"}\n".getBytes(UTF_8));
        Path noGzip = write("t.csv.gz", "url,caption\n".getBytes(UTF_8));

        assertThatThrownBy(() -> pairs(json, 10, Map.of()))
                .isInstanceOf(UnreadableSourceException.class)
                .hasMessageContaining("t.jsonl: no image and no address, expected one of the columns image, path")
                .hasMessageEndingWith("found: link");
        assertThatThrownBy(() -> pairs(json, 10, Map.of("url", "address")))
                .hasMessageEndingWith("t.jsonl: no column 'address' (source.columns.url), found: link");
        assertThatThrownBy(() -> pairs(noGzip, 10, Map.of()))
                .isInstanceOf(UnreadableSourceException.class)
                .hasMessageContaining("Not in GZIP format");
        assertThat(pairs(write("empty.csv", new byte[0]), 10, Map.of())).isEmpty();
    }

    private static List<String> statuses(List<SourcePair> pairs) {
        return pairs.stream().map(SourcePair::status).map(RowStatus::label).toList();
    }

    private List<String> keysAndCaptions(Path file, int rowsPerPart) {
        return pairs(file, rowsPerPart, Map.of()).stream()
                .map(pair -> pair.key() + " " + pair.text().caption())
                .toList();
    }

    private List<SourcePair> pairs(Path file, int rowsPerPart, Map<String, String> columns) {
        return pairs(file, rowsPerPart, columns, Optional.empty());
    }

    private List<SourcePair> pairs(Path file, int rowsPerPart, Map<String, String> columns, Optional<String> images) {
        List<SourcePair> pairs = new ArrayList<>();
        parts(file, rowsPerPart, columns, images)
                .forEach(part -> part.pairs(HADOOP).forEachRemaining(pairs::add));
        return pairs;
    }

    private List<TablePart> parts(Path file, int rowsPerPart) {
        return parts(file, rowsPerPart, Map.of(), Optional.empty());
    }

    private static List<TablePart> parts(
            Path file, int rowsPerPart, Map<String, String> columns, Optional<String> images) {
        NumberedFile numbered = NumberedFile.of(
                        List.of(new FoundFile(file.toUri().toString(), "")), 0)
                .get(0);
        String beside = file.resolveSibling("").toUri().toString();
        TablePart.Images found = new TablePart.Images(images.orElse(beside), List.of(), 100);
        return count(file, rowsPerPart, columns).parts(numbered, rowsPerPart, found);
    }

    private static CountedTable count(Path file, int rowsPerPart) {
        return count(file, rowsPerPart, Map.of());
    }

    private static CountedTable count(Path file, int rowsPerPart, Map<String, String> columns) {
        SourceConfig config = new SourceConfig(file.toString(), SourceKind.TABLE, List.of(), columns);
        return CountedTable.of(
                file.toUri().toString(), SourceColumns.of(config, ColumnNames.Carrier.TEXT), rowsPerPart, HADOOP);
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(content);
        }
        return bytes.toByteArray();
    }

    private Path write(String name, byte[] content) throws IOException {
        return Files.write(folder.resolve(name), content);
    }
}
