package org.clipspark.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.clipspark.image.ImageOutcome.Reason;
import org.clipspark.image.ImageOutcome.Rejected;
import org.junit.jupiter.api.Test;

/** Small files that ask for much: they must be refused at the cost of a header. */
class BombsTest {
    private static void assertRefused(byte[] bomb, Reason reason) {
        ImageDecoder decoder = new ImageDecoder(ImageBounds.DEFAULT);
        // Once for the classes; what they take to load is not the bomb's.
        decoder.decode(bomb);

        long before = allocated();
        long start = System.nanoTime();
        ImageOutcome outcome = decoder.decode(bomb);
        Duration taken = Duration.ofNanos(System.nanoTime() - start);

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Rejected.class,
                        rejected -> assertThat(rejected.reason()).isEqualTo(reason));
        assertThat(allocated() - before).isLessThan(8 << 20);
        assertThat(taken).isLessThan(Duration.ofSeconds(2));
    }

    private static long allocated() {
        return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    private static ByteBuffer little(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void refusesHugeGifs() {
        byte[] canvas = little(40)
                .put(ascii("GIF89a"))
                .putShort((short) 0xffff)
                .putShort((short) 0xffff)
                .put(new byte[3])
                .put((byte) 0x2c)
                .putShort((short) 0)
                .putShort((short) 0)
                .putShort((short) 1)
                .putShort((short) 1)
                .put(new byte[] {0, 2, 1, 0, 0, 0x3b})
                .array();

        assertRefused(canvas, Reason.TOO_MANY_PIXELS);
    }

    @Test
    void refusesHugeWebps() {
        byte[] extended = little(64)
                .put(ascii("RIFF"))
                .putInt(56)
                .put(ascii("WEBPVP8X"))
                .putInt(10)
                .putInt(0)
                .put(new byte[] {-1, -1, -1, -1, -1, -1})
                .array();
        byte[] lossless = little(64)
                .put(ascii("RIFF"))
                .putInt(56)
                .put(ascii("WEBPVP8L"))
                .putInt(44)
                .put((byte) 0x2f)
                .putInt(0x0fffffff)
                .array();

        assertRefused(extended, Reason.TOO_MANY_PIXELS);
        assertRefused(lossless, Reason.TOO_MANY_PIXELS);
    }

    @Test
    void refusesHugeBitmaps() {
        byte[] bitmap = little(60)
                .put(ascii("BM"))
                .putInt(60)
                .putInt(0)
                .putInt(54)
                .putInt(40)
                .putInt(Integer.MAX_VALUE)
                .putInt(-Integer.MAX_VALUE)
                .putShort((short) 1)
                .putShort((short) 24)
                .array();

        assertRefused(bitmap, Reason.TOO_MANY_PIXELS);
    }

    private static byte[] tiff(int... tagTypeCountValue) {
        byte[] file = new byte[200];
        ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(ascii("II*\0")).putInt(8);
        bytes.putShort((short) (tagTypeCountValue.length / 4));
        for (int i = 0; i < tagTypeCountValue.length; i += 4) {
            bytes.putShort((short) tagTypeCountValue[i]).putShort((short) tagTypeCountValue[i + 1]);
            bytes.putInt(tagTypeCountValue[i + 2]).putInt(tagTypeCountValue[i + 3]);
        }
        return file;
    }

    @Test
    void refusesHugeTiffs() {
        assertRefused(tiff(256, 4, 1, 1 << 20, 257, 4, 1, 1 << 20), Reason.TOO_MANY_PIXELS);
        assertRefused(
                tiff(256, 4, 1, 16, 257, 4, 1, 16, 322, 4, 1, 1 << 20, 323, 4, 1, 1 << 20), Reason.TOO_MANY_PIXELS);
    }

    @Test
    void refusesTiffsWhoseTagsClaimMoreValuesThanTheFileHasBytes() {
        byte[] many =
                tiff(256, 4, 1, 16, 257, 4, 1, 16, 258, 3, 1, 8, 259, 3, 1, 1, 262, 3, 1, 1, 273, 4, 0x1fffffff, 8);
        byte[] samples = tiff(256, 4, 1, 16, 257, 4, 1, 16, 258, 3, 0x3fffffff, 8, 277, 3, 1, 3);

        assertRefused(many, Reason.TRUNCATED_OR_CORRUPT);
        assertRefused(samples, Reason.TRUNCATED_OR_CORRUPT);
    }

    @Test
    void refusesPngsWhoseTextsOrProfilesInflateWithoutEnd() {
        assertRefused(pngWith("zTXt"), Reason.TRUNCATED_OR_CORRUPT);
        assertRefused(pngWith("iCCP"), Reason.TRUNCATED_OR_CORRUPT);
    }

    /** A real image with a chunk of 16 MiB zeros, deflated. */
    private static byte[] pngWith(String chunk) {
        Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        deflater.setInput(new byte[16 << 20]);
        deflater.finish();
        byte[] packed = new byte[1 << 20];
        int length = deflater.deflate(packed);
        deflater.end();
        byte[] content = ByteBuffer.allocate(4 + 3 + length)
                .put(ascii(chunk))
                .put(new byte[] {'k', 0, 0})
                .put(packed, 0, length)
                .array();
        CRC32 checksum = new CRC32();
        checksum.update(content);
        byte[] png = Pictures.encode(Pictures.photo(8, 8), "png");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(png, 0, 33);
        bytes.writeBytes(ByteBuffer.allocate(4).putInt(content.length - 4).array());
        bytes.writeBytes(content);
        bytes.writeBytes(
                ByteBuffer.allocate(4).putInt((int) checksum.getValue()).array());
        bytes.write(png, 33, png.length - 33);
        return bytes.toByteArray();
    }

    @Test
    void refusesJpegsOfThousandsOfScans() {
        byte[] jpeg = OpenCv.encode(Pictures.photo(64, 64), ".jpg", opencv_imgcodecs.IMWRITE_JPEG_PROGRESSIVE, 1);
        int scan = jpeg.length - 2;
        while (jpeg[scan] != (byte) 0xff || jpeg[scan + 1] != (byte) 0xda) {
            scan--;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(jpeg, 0, scan);
        for (int i = 0; i < 5_000; i++) {
            bytes.write(jpeg, scan, jpeg.length - 2 - scan);
        }
        bytes.write(jpeg, jpeg.length - 2, 2);

        assertThat(Pictures.decoded(jpeg).width()).isEqualTo(64);
        assertRefused(bytes.toByteArray(), Reason.TRUNCATED_OR_CORRUPT);
    }
}
