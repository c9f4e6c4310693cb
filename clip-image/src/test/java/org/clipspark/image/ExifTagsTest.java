package org.clipspark.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class ExifTagsTest {
    private static final int ASCII = 2;
    private static final int SHORT = 3;
    private static final int LONG = 4;
    private static final int RATIONAL = 5;
    private static final int UNDEFINED = 7;

    /** A TIFF header whose directory begins at 8. */
    private static ByteBuffer block(byte[] content) {
        return ByteBuffer.wrap(content)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put("II*\0".getBytes(StandardCharsets.ISO_8859_1))
                .putInt(8);
    }

    private static ByteBuffer tag(ByteBuffer block, int tag, int type, int count, int value) {
        return block.putShort((short) tag).putShort((short) type).putInt(count).putInt(value);
    }

    private static byte[] jpegWith(byte[] exif) {
        byte[] jpeg = Pictures.encode(Pictures.photo(3, 2), "jpg");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(jpeg, 0, 2);
        int length = exif.length + 8;
        bytes.writeBytes(new byte[] {(byte) 0xff, (byte) 0xe1, (byte) (length >> 8), (byte) length});
        bytes.writeBytes(new byte[] {'E', 'x', 'i', 'f', 0, 0});
        bytes.writeBytes(exif);
        bytes.write(jpeg, 2, jpeg.length - 2);
        return bytes.toByteArray();
    }

    @Test
    void namesTagsAsExifreadDoes() {
        byte[] content = new byte[512];
        ByteBuffer block = block(content).putShort((short) 3);
        tag(block, 0x010f, ASCII, 6, 300);
        tag(block, 0x0112, SHORT, 1, 6);
        tag(block, 0x8769, LONG, 1, 100).putInt(0);
        block.position(100).putShort((short) 4);
        tag(block, 0x829a, RATIONAL, 1, 310);
        tag(block, 0x9000, UNDEFINED, 4, 0x30333230);
        tag(block, 0x9101, UNDEFINED, 4, 0x00030201);
        tag(block, 0xa002, LONG, 1, 640).putInt(0);
        block.position(300).put("Canon\0".getBytes(StandardCharsets.ISO_8859_1));
        block.position(310).putInt(2).putInt(120);

        assertThat(ExifTags.read(jpegWith(content)))
                .containsExactly(
                        Map.entry("Image Make", "Canon"),
                        Map.entry("Image Orientation", "6"),
                        Map.entry("EXIF ExposureTime", "1/60"),
                        Map.entry("EXIF ExifVersion", "0230"),
                        Map.entry("EXIF ComponentsConfiguration", "[1, 2, 3, 0]"),
                        Map.entry("EXIF ExifImageWidth", "640"));
    }

    @Test
    void hasNothingToSayOfImagesWithoutTags() {
        assertThat(ExifTags.read(Pictures.encode(Pictures.photo(3, 2), "jpg"))).isEmpty();
        assertThat(ExifTags.read(new byte[0])).isEmpty();
        assertThat(ExifTags.read("II*\0".getBytes(StandardCharsets.ISO_8859_1))).isEmpty();
    }

    @Test
    void shortensLongTextsAndLeavesLongTablesOut() {
        byte[] text = new byte[2_000];
        java.util.Arrays.fill(text, (byte) 'x');
        byte[] content = new byte[6_000];
        ByteBuffer block = block(content).putShort((short) 3);
        tag(block, 0x010e, ASCII, 900, 1_000);
        tag(block, 0x010f, ASCII, 2_000, 1_000);
        tag(block, 0x9286, UNDEFINED, 100, 4_000).putInt(0);
        block.position(1_000).put(text);

        assertThat(ExifTags.read(jpegWith(content)))
                .containsExactly(Map.entry("Image ImageDescription", "x".repeat(500)));
    }

    /** Directories at every other byte, each of them the next one's successor. */
    @Test
    void stopsInDirectoriesThatOverlapWithoutEnd() {
        byte[] content = new byte[60_000];
        ByteBuffer block = block(content);
        for (int at = 8; at + 2 + 12 * 200 + 4 < 60_000; at += 2_406) {
            block.position(at).putShort((short) 200);
            for (int i = 0; i < 200; i++) {
                tag(block, 0x8769, LONG, 1, 8 + (i * 2_406) % 57_000);
            }
            block.putInt(at + 2_406);
        }

        long start = System.nanoTime();
        ExifTags.read(jpegWith(content));

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void survivesNoise() {
        Random random = new Random(3);
        for (int round = 0; round < 500; round++) {
            byte[] noise = new byte[400];
            random.nextBytes(noise);
            block(noise).putShort((short) 20);

            Map<String, String> tags = ExifTags.read(jpegWith(noise));

            int characters = tags.entrySet().stream()
                    .mapToInt(
                            entry -> entry.getKey().length() + entry.getValue().length())
                    .sum();
            assertThat(characters).isLessThanOrEqualTo(16_384);
        }
    }

    @Test
    void readsTheTagsOfARealCamera() throws IOException {
        Path photo =
                Path.of(System.getProperty("clip.data.dir", "../../shared/data"), "torture/images/plain/flower.jpg");
        Assumptions.assumeTrue(Files.exists(photo), "no image " + photo);

        assertThat(ExifTags.read(Files.readAllBytes(photo)))
                .containsEntry("Image Make", "Canon")
                .containsEntry("Image DateTime", "2003:12:14 12:01:44")
                .containsEntry("EXIF ExposureTime", "1/500")
                .containsEntry("EXIF FNumber", "49/10");
    }
}
