package org.clipspark.prep;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.clipspark.image.RgbEncoder;
import org.clipspark.image.RgbImage;

/** Writes small sources of every kind. */
final class SmallSources {
    private static final String IMAGES = """
            message pairs {
              required binary key (STRING);
              optional binary jpg;
              required binary caption (STRING);
              optional binary status (STRING);
              optional int64 label;
              optional binary class (STRING);
            }
            """;

    private SmallSources() {}

    /** A picture of one colour that its number decides. */
    static byte[] jpeg(int number, int width, int height) {
        byte[] pixels = new byte[width * height * RgbImage.CHANNELS];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (37 * number + 80 * (i % RgbImage.CHANNELS));
        }
        return RgbEncoder.named("jpg", 90).encode(new RgbImage(width, height, pixels));
    }

    static String key(int number) {
        return String.format(Locale.ROOT, "k%04d", number);
    }

    /** Rows {@code from} to {@code to}, the last one excluded: labels 0 to 2, names c0 to c2. */
    static Path parquet(Path file, int from, int to) throws IOException {
        List<Group> rows = new ArrayList<>();
        for (int i = from; i < to; i++) {
            rows.add(pair(key(i), jpeg(i, 40 + i % 3, 30), "caption " + i)
                    .append("label", (long) (i % 3))
                    .append("class", "c" + i % 3));
        }
        return write(file, IMAGES, rows);
    }

    static Group pair(String key, byte[] image, String caption) {
        MessageType schema = MessageTypeParser.parseMessageType(IMAGES);
        Group row = new SimpleGroupFactory(schema).newGroup();
        return row.append("key", key)
                .append("jpg", Binary.fromConstantByteArray(image))
                .append("caption", caption);
    }

    static Path pairs(Path file, List<Group> rows) throws IOException {
        return write(file, IMAGES, rows);
    }

    static Path write(Path file, String schema, List<Group> rows) throws IOException {
        Files.createDirectories(file.getParent());
        org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(file.toString());
        try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(path)
                .withConf(new Configuration(false))
                .withType(MessageTypeParser.parseMessageType(schema))
                .build()) {
            for (Group row : rows) {
                writer.write(row);
            }
        }
        return file;
    }

    /** Rows as in {@link #parquet}, as a tar archive. */
    static Path tar(Path file, int from, int to) throws IOException {
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(Files.newOutputStream(file), "UTF-8")) {
            for (int i = from; i < to; i++) {
                add(tar, key(i) + ".jpg", jpeg(i, 40 + i % 3, 30));
                add(tar, key(i) + ".txt", ("caption " + i).getBytes(UTF_8));
                String metadata = String.format(
                        Locale.ROOT,
                        "{\"captions\":[\"caption %d\",\"other %d\"],\"label\":%d,\"class\":\"c%d\"}",
                        i,
                        i,
                        i % 3,
                        i % 3);
                add(tar, key(i) + ".json", metadata.getBytes(UTF_8));
            }
        }
        return file;
    }

    private static void add(TarArchiveOutputStream tar, String name, byte[] content) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(content.length);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
    }
}
