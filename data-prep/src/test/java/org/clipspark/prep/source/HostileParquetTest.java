package org.clipspark.prep.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.clipspark.prep.metadata.ColumnNames;
import org.clipspark.prep.shard.PairOrigin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Parquet files that hold something else than they should, or nothing. */
class HostileParquetTest {
    private static final Configuration HADOOP = new Configuration(false);

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "required binary url (STRING); required int32 caption; | column 'caption' has the type "
                        + "int32, expected text or a list of text (source.columns.caption)",
                "required int64 url; required binary text (STRING); | column 'url' has the type int64, "
                        + "expected text (source.columns.url)",
                "required binary jpg (STRING); required binary text (STRING); | column 'jpg' has the type "
                        + "text, expected binary (source.columns.image)",
                "required group url {optional binary a;} required binary text (STRING); | column 'url' has "
                        + "the type group, expected text",
                "required binary url (STRING); repeated binary caption (STRING); | column 'caption' has "
                        + "the type text, expected text or a list of text",
                "required binary url (STRING); optional group caption (LIST) {repeated group list "
                        + "{optional int32 e;}} | column 'caption' has the type list, expected text or a list of "
                        + "text",
                "required binary url (STRING); required binary text (STRING); optional int96 label; | "
                        + "column 'label' has the type int96, expected a whole number",
                "required binary url (STRING); required binary text (STRING); optional boolean similarity; "
                        + "| column 'similarity' has the type boolean, expected a number",
                "required binary url (STRING); required binary text (STRING); optional int64 punsafe "
                        + "(DECIMAL(9,2)); | column 'punsafe' has the type decimal, expected a number",
                "required binary url (STRING); required binary text (STRING); optional float embedding; | "
                        + "column 'embedding' has the type float, expected a list of numbers",
                "required binary url (STRING); required binary words (STRING); | no caption column, "
                        + "expected 'caption', 'captions' or source.columns.caption, found: url (text), words (text)",
                "required binary link (STRING); required binary text (STRING); | no image and no address, "
                        + "expected one of the columns jpg, png, webp or url"
            })
    void saysWhatIsWrongWithItsColumnsInOneLine(String columns, String problem) throws IOException {
        Path file = write("message m {" + columns + "}", List.of());

        assertThat(check(file)).startsWith("file:" + file + ": " + problem).doesNotContain("\n");
    }

    @Test
    void saysThatAFileIsNoParquet() throws IOException {
        byte[] whole = Files.readAllBytes(write("message m {required binary url; required binary text;}", List.of()));

        for (byte[] content :
                List.of(new byte[0], "PAR1".getBytes(UTF_8), new byte[100], Arrays.copyOf(whole, whole.length - 6))) {
            Path file = Files.write(folder.resolve("x.parquet"), content);
            assertThat(check(file)).contains(": not a readable Parquet file: ").doesNotContain("\n");
        }
    }

    @Test
    void aFileWithoutRowsIsNoError() throws IOException {
        Path file = write("message m {required binary url; required binary text;}", List.of());

        assertThat(check(file)).isEmpty();
        assertThat(pairs(file)).isEmpty();
    }

    @Test
    void leavesNumbersOutThatAreNone() throws IOException {
        String schema = """
                message m {
                  required binary url; required binary text; optional float similarity; optional double punsafe;
                  optional binary aesthetic (STRING); optional int32 pwatermark; optional int64 hash;
                  optional int64 uid; optional boolean nsfw;
                  optional group embedding (LIST) {repeated group list {optional float element;}}
                }
                """;
        List<Group> rows = new ArrayList<>();
        for (float value : new float[] {Float.NaN, Float.NEGATIVE_INFINITY, 0.25f}) {
            Group row = row(schema).append("url", "u").append("text", "t").append("similarity", value);
            row.append("punsafe", (double) value).append("aesthetic", value > 0 ? " 5.5" : "none");
            row.append("pwatermark", 1).append("hash", -7L).append("uid", 12L).append("nsfw", true);
            row.addGroup("embedding").addGroup("list").append("element", value);
            rows.add(row);
        }

        List<SourcePair> pairs = pairs(write(schema, rows));

        assertThat(pairs.get(0).attributes().scores()).containsOnly(Map.entry("pwatermark", 1.0));
        assertThat(pairs.get(1).attributes()).isEqualTo(pairs.get(0).attributes());
        assertThat(pairs.get(2).attributes().scores())
                .containsOnly(
                        Map.entry("similarity", 0.25),
                        Map.entry("punsafe", 0.25),
                        Map.entry("pwatermark", 1.0),
                        Map.entry("aesthetic", 5.5));
        assertThat(pairs.get(2).attributes().tags()).containsOnly(Map.entry("uid", "12"), Map.entry("nsfw", "true"));
        assertThat(pairs)
                .extracting(pair -> pair.attributes().embedding())
                .containsExactly(List.of(), List.of(), List.of(0.25f));
    }

    @Test
    void rejectsTextThatIsNotUtf8AndReadsHugeOne() throws IOException {
        String schema = "message m {required binary url; required binary text (STRING);}";
        byte[] latin = {'c', 'a', 'f', (byte) 0xe9};
        List<Group> rows = List.of(
                row(schema).append("url", "u").append("text", Binary.fromConstantByteArray(latin)),
                row(schema).append("url", Binary.fromConstantByteArray(latin)).append("text", "t"),
                row(schema).append("url", "u").append("text", "x".repeat(5 << 20)),
                row(schema).append("url", "").append("text", "t"));

        List<SourcePair> pairs = pairs(write(schema, rows));

        assertThat(pairs)
                .extracting(pair -> pair.status().label())
                .containsExactly("invalid_utf8", "invalid_utf8", "success", "missing_image");
        assertThat(pairs.get(2).text().caption()).hasSize(5 << 20);
    }

    @Test
    void readsListsOfCaptionsAndDictionaries() throws IOException {
        String schema = """
                message m {
                  required binary url (STRING); repeated binary unrelated; optional int96 time;
                  optional group caption (LIST) {repeated group list {optional binary element (STRING);}}
                  optional group captions (LIST) {repeated binary array (STRING);}
                }
                """;
        List<Group> rows = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            Group row = row(schema).append("url", "u" + i % 3);
            row.addGroup("caption").addGroup("list").append("element", "a");
            row.addGroup("captions").append("array", "b").append("array", "a");
            rows.add(row);
        }

        List<SourcePair> pairs = pairs(write(schema, rows));

        assertThat(pairs).hasSize(1000).allMatch(SourcePair::isLinked);
        assertThat(pairs).allMatch(pair -> pair.text().captions().equals(List.of("a", "b")));
        assertThat(pairs.get(998).text().url()).isEqualTo("u2");
    }

    @Test
    void endsInARowWhateverBytesAreChanged() throws IOException {
        String schema = "message m {required binary jpg; required binary text (STRING); optional double similarity;}";
        List<Group> rows = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            rows.add(row(schema)
                    .append("jpg", "image" + i)
                    .append("text", "t" + i)
                    .append("similarity", 0.1 * i));
        }
        byte[] whole = Files.readAllBytes(write(schema, rows));
        Random random = new Random(1);
        for (int i = 0; i < 150; i++) {
            byte[] damaged = whole.clone();
            for (int change = 0; change < 4; change++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            Path file = Files.write(folder.resolve("x.parquet"), damaged);
            if (check(file).isEmpty()) {
                assertThat(pairs(file))
                        .extracting(pair -> pair.status().label())
                        .isSubsetOf("success", "broken_file", "invalid_utf8", "missing_image");
            }
        }
    }

    private static Group row(String schema) {
        return new SimpleGroupFactory(MessageTypeParser.parseMessageType(schema)).newGroup();
    }

    private Path write(String schema, List<Group> rows) throws IOException {
        Path file = folder.resolve("a.parquet");
        Files.deleteIfExists(file);
        MessageType type = MessageTypeParser.parseMessageType(schema);
        try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(path(file))
                .withConf(HADOOP)
                .withType(type)
                .build()) {
            for (Group row : rows) {
                writer.write(row);
            }
        }
        return file;
    }

    private static ParquetColumns columns() {
        return new ParquetColumns(
                new SourceColumns(ColumnNames.of(Map.of(), Optional.empty(), ColumnNames.Carrier.COLUMNS), false));
    }

    private static String check(Path file) {
        return columns().check(path(file), HADOOP).problem();
    }

    private static List<SourcePair> pairs(Path file) {
        NumberedFile numbered = new NumberedFile(file.toString(), new PairOrigin(0, "a.parquet", 0), "");
        RowRange all = new RowRange(0, columns().check(path(file), HADOOP).rows());
        List<SourcePair> pairs = new ArrayList<>();
        new ParquetPairs(new ParquetPart(numbered, all, columns(), List.of(), 1000), HADOOP)
                .forEachRemaining(pairs::add);
        return pairs;
    }

    private static org.apache.hadoop.fs.Path path(Path file) {
        return new org.apache.hadoop.fs.Path("file:" + file);
    }
}
