package org.clipspark.prep.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;
import org.clipspark.prep.shard.PairOrigin;
import org.clipspark.prep.shard.PairText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParquetPairsTest {
    private static final Configuration HADOOP = new Configuration(false);
    private static final long MAX_IMAGE_BYTES = 100;

    @TempDir
    Path folder;

    @Test
    void readsCaptionsLabelsAndNumberedKeys() throws IOException {
        MessageType schema = Types.buildMessage()
                .required(PrimitiveTypeName.INT64)
                .named("key")
                .optional(PrimitiveTypeName.BINARY)
                .named("png")
                .optionalList()
                .optionalElement(PrimitiveTypeName.BINARY)
                .as(LogicalTypeAnnotation.stringType())
                .named("captions")
                .optional(PrimitiveTypeName.INT32)
                .named("label")
                .named("m");
        Group row = new SimpleGroupFactory(schema).newGroup().append("key", 12L).append("png", bytes("image"));
        Group captions = row.addGroup("captions");
        captions.addGroup(0).append("element", "a dog");
        captions.addGroup(0);
        captions.addGroup(0).append("element", "a hound");
        row.append("label", 4);

        List<SourcePair> pairs = read(schema, List.of(row), Map.of());

        assertThat(pairs).hasSize(1);
        assertThat(pairs.get(0).key()).isEqualTo("12");
        assertThat(pairs.get(0).text()).isEqualTo(new PairText(List.of("a dog", "", "a hound"), "", 4, ""));
        assertThat(new String(pairs.get(0).image().array(), UTF_8)).isEqualTo("image");
    }

    @Test
    void readsBoxesAndRejectsRowsWhoseBoxesAreNone() throws IOException {
        MessageType schema = Types.buildMessage()
                .optional(PrimitiveTypeName.BINARY)
                .named("jpg")
                .optional(PrimitiveTypeName.BINARY)
                .as(LogicalTypeAnnotation.stringType())
                .named("caption")
                .optionalList()
                .optionalListElement()
                .optionalElement(PrimitiveTypeName.DOUBLE)
                .named("face_bboxes")
                .named("m");
        List<Group> rows = List.of(
                boxed(schema, 0.25, 0.5, 0.75, 1),
                boxed(schema, 10, 20, 110, 220),
                boxed(schema, 0.25, 0.5, 0.75),
                boxed(schema),
                new SimpleGroupFactory(schema)
                        .newGroup()
                        .append("jpg", bytes("image"))
                        .append("caption", "a dog"));

        List<SourcePair> pairs = read(schema, rows, Map.of());

        assertThat(pairs)
                .extracting(pair -> pair.status().label())
                .containsExactly("success", "invalid_boxes", "invalid_boxes", "invalid_boxes", "success");
        assertThat(pairs.get(0).attributes().tags()).containsOnly(Map.entry("boxes", "[[0.25, 0.5, 0.75, 1.0]]"));
        assertThat(pairs.get(1).status().detail()).contains("in shares of width and height", "110.0");
        assertThat(pairs.get(1).image().isEmpty()).isTrue();
        assertThat(pairs.get(4).attributes().tags()).isEmpty();
        assertThat(read(schema, rows, Map.of("boxes", "")))
                .extracting(pair -> pair.status().label())
                .containsOnly("success");
    }

    /** A row with one box. */
    private static Group boxed(MessageType schema, double... sides) {
        Group row = new SimpleGroupFactory(schema)
                .newGroup()
                .append("jpg", bytes("image"))
                .append("caption", "a dog");
        Group box = row.addGroup("face_bboxes").addGroup(0).addGroup(0);
        for (double side : sides) {
            box.addGroup(0).append("element", side);
        }
        return row;
    }

    @Test
    void readsColumnsWhoseNamesHaveSpaces() throws IOException {
        MessageType schema = pairs("jpg", "alt text");
        Group row = new SimpleGroupFactory(schema)
                .newGroup()
                .append("jpg", bytes("image"))
                .append("alt text", "a dog");

        List<SourcePair> pairs = read(schema, List.of(row), Map.of("caption", "alt text"));

        assertThat(pairs).extracting(pair -> pair.text().caption()).containsExactly("a dog");
        assertThat(pairs).extracting(SourcePair::key).containsExactly("a.parquet#0");
    }

    @Test
    void rejectsRowsWithoutImageOrWithOneThatIsTooLarge() throws IOException {
        MessageType schema = pairs("jpg", "caption");
        SimpleGroupFactory rows = new SimpleGroupFactory(schema);

        List<SourcePair> pairs = read(
                schema,
                List.of(
                        rows.newGroup().append("caption", "none"),
                        rows.newGroup().append("jpg", bytes("x".repeat(101))).append("caption", "large"),
                        rows.newGroup().append("jpg", bytes("x".repeat(100))).append("caption", "fits")),
                Map.of());

        assertThat(pairs)
                .extracting(pair -> pair.status().label())
                .containsExactly("missing_image", "too_many_bytes", "success");
    }

    @Test
    void namesTheColumnsThatAreMissingOrOfAnotherType() throws IOException {
        MessageType schema = pairs("jpg", "words");
        Path file = write(schema, List.of());

        assertThat(problem(file, Map.of()))
                .endsWith("a.parquet: no caption column, expected 'caption', 'captions' or"
                        + " source.columns.caption, found: jpg (binary), words (text)");
        assertThat(problem(file, Map.of("caption", "alt")))
                .contains("a.parquet: no column 'alt' (source.columns.caption), found: jpg (binary)");
        assertThat(problem(file, Map.of("caption", "words", "label", "words")))
                .endsWith("column 'words' has the type text, expected a whole number (source.columns.label)");
        assertThat(problem(file, Map.of("caption", "words"))).isEmpty();
    }

    @Test
    void aPartIsItsRowsOfTheFileWhateverTheRowGroups() throws IOException {
        MessageType schema = pairs("jpg", "caption");
        List<Group> rows = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            rows.add(new SimpleGroupFactory(schema)
                    .newGroup()
                    .append("jpg", Binary.fromConstantByteArray(new byte[1_000]))
                    .append("caption", "caption " + i));
        }
        Path file = folder.resolve("groups.parquet");
        try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(path(file))
                .withConf(HADOOP)
                .withType(schema)
                .withRowGroupSize(10_000L)
                .withMinRowCountForPageSizeCheck(1)
                .withDictionaryEncoding(false)
                .build()) {
            for (Group row : rows) {
                writer.write(row);
            }
        }

        List<String> captions = new ArrayList<>();
        List<Long> positions = new ArrayList<>();
        for (RowRange range : RowRange.split(100, 7)) {
            NumberedFile numbered = new NumberedFile(file.toString(), new PairOrigin(0, "a.parquet", 0), "");
            new ParquetPairs(part(numbered, range, Map.of()), HADOOP).forEachRemaining(pair -> {
                captions.add(pair.text().caption());
                positions.add(pair.origin().position());
            });
        }

        assertThat(captions).hasSize(100).startsWith("caption 0", "caption 1").endsWith("caption 98", "caption 99");
        assertThat(positions).isSorted().doesNotHaveDuplicates().endsWith(99L);
    }

    private static String problem(Path file, Map<String, String> columns) {
        return ParquetColumns.of(config(columns)).check(path(file), HADOOP).problem();
    }

    private List<SourcePair> read(MessageType schema, List<Group> rows, Map<String, String> columns)
            throws IOException {
        Path file = write(schema, rows);
        List<SourcePair> pairs = new ArrayList<>();
        NumberedFile numbered = new NumberedFile(file.toString(), new PairOrigin(0, "a.parquet", 0), "");
        RowRange all = new RowRange(0, Long.MAX_VALUE);
        new ParquetPairs(part(numbered, all, columns), HADOOP).forEachRemaining(pairs::add);
        return pairs;
    }

    private Path write(MessageType schema, List<Group> rows) throws IOException {
        Path file = folder.resolve("a.parquet");
        Files.deleteIfExists(file);
        try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(path(file))
                .withConf(HADOOP)
                .withType(schema)
                .build()) {
            for (Group row : rows) {
                writer.write(row);
            }
        }
        return file;
    }

    private static ParquetPart part(NumberedFile file, RowRange rows, Map<String, String> columns) {
        return new ParquetPart(file, rows, ParquetColumns.of(config(columns)), List.of(), MAX_IMAGE_BYTES);
    }

    private static SourceConfig config(Map<String, String> columns) {
        return new SourceConfig("a.parquet", SourceKind.PARQUET, List.of(), columns);
    }

    private static MessageType pairs(String image, String caption) {
        return Types.buildMessage()
                .optional(PrimitiveTypeName.BINARY)
                .named(image)
                .required(PrimitiveTypeName.BINARY)
                .as(LogicalTypeAnnotation.stringType())
                .named(caption)
                .named("m");
    }

    private static org.apache.hadoop.fs.Path path(Path file) {
        return new org.apache.hadoop.fs.Path(file.toString());
    }

    private static Binary bytes(String text) {
        return Binary.fromConstantByteArray(text.getBytes(UTF_8));
    }
}
