package org.clipspark.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;

/** Images made for tests. */
final class Pictures {
    private Pictures() {}

    /** Smooth colours with some noise, as photographs have. */
    static RgbImage photo(int width, int height) {
        Random random = new Random(7);
        byte[] pixels = new byte[width * height * 3];
        for (int i = 0; i < pixels.length; i++) {
            int x = i / 3 % width;
            int y = i / 3 / width;
            pixels[i] = (byte) (40 + 150 * x / width + 40 * y / height * (i % 3) / 2 + random.nextInt(20));
        }
        return new RgbImage(width, height, pixels);
    }

    static RgbImage plain(int width, int height, int grey) {
        byte[] pixels = new byte[width * height * 3];
        java.util.Arrays.fill(pixels, (byte) grey);
        return new RgbImage(width, height, pixels);
    }

    static byte[] encode(RgbImage image, String format) {
        return RgbEncoder.named(format, 90).encode(image);
    }

    /** By the JDK's writer. */
    static byte[] write(BufferedImage image, String format) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            if (!ImageIO.write(image, format, bytes)) {
                throw new IllegalStateException("no writer for " + format);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + format, e);
        }
        return bytes.toByteArray();
    }

    static BufferedImage buffered(RgbImage image) {
        BufferedImage result = new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < image.width() * image.height(); i++) {
            int red = image.pixels()[3 * i] & 0xff;
            int green = image.pixels()[3 * i + 1] & 0xff;
            int blue = image.pixels()[3 * i + 2] & 0xff;
            result.setRGB(i % image.width(), i / image.width(), (red << 16) | (green << 8) | blue);
        }
        return result;
    }

    /** Signature and IHDR of a PNG, and an end, without a pixel. */
    static byte[] pngHeader(int width, int height) {
        ByteBuffer bytes = ByteBuffer.allocate(8 + 25 + 12);
        bytes.put(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
        byte[] header = ByteBuffer.allocate(17)
                .put(new byte[] {'I', 'H', 'D', 'R'})
                .putInt(width)
                .putInt(height)
                .put(new byte[] {1, 0, 0, 0, 0})
                .array();
        return chunk(chunk(bytes, header), new byte[] {'I', 'E', 'N', 'D'}).array();
    }

    private static ByteBuffer chunk(ByteBuffer bytes, byte[] nameAndData) {
        CRC32 checksum = new CRC32();
        checksum.update(nameAndData);
        return bytes.putInt(nameAndData.length - 4).put(nameAndData).putInt((int) checksum.getValue());
    }

    /** Largest difference of a sample. */
    static int distance(RgbImage one, RgbImage other) {
        if (one.width() != other.width() || one.height() != other.height()) {
            throw new AssertionError(one + " against " + other);
        }
        int worst = 0;
        for (int i = 0; i < one.pixels().length; i++) {
            worst = Math.max(worst, Math.abs((one.pixels()[i] & 0xff) - (other.pixels()[i] & 0xff)));
        }
        return worst;
    }

    static RgbImage decoded(byte[] encoded) {
        ImageOutcome outcome = new ImageDecoder(ImageBounds.DEFAULT).decode(encoded);
        if (outcome instanceof ImageOutcome.Decoded decoded) {
            return decoded.image();
        }
        throw new AssertionError("not decoded: " + outcome);
    }
}
