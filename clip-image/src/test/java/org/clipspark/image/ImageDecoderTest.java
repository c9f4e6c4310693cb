package org.clipspark.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.clipspark.image.ImageOutcome.Decoded;
import org.clipspark.image.ImageOutcome.Reason;
import org.clipspark.image.ImageOutcome.Rejected;
import org.junit.jupiter.api.Test;

class ImageDecoderTest {
    private final ImageDecoder decoder = new ImageDecoder(ImageBounds.DEFAULT);

    private Rejected rejected(byte[] encoded) {
        assertThat(decoder.decode(encoded)).isInstanceOf(Rejected.class);
        return (Rejected) decoder.decode(encoded);
    }

    @Test
    void tellsTheFormatFromTheBytes() {
        RgbImage photo = Pictures.photo(40, 30);

        for (String format : List.of("jpg", "png", "webp")) {
            assertThat(decoder.decode(Pictures.encode(photo, format)))
                    .isInstanceOfSatisfying(
                            Decoded.class,
                            decoded -> assertThat(decoded.format().column()).isEqualTo(format));
        }
        for (String format : List.of("gif", "bmp", "tiff")) {
            assertThat(decoder.decode(Pictures.write(Pictures.buffered(photo), format)))
                    .isInstanceOfSatisfying(
                            Decoded.class,
                            decoded -> assertThat(decoded.format().column()).isEqualTo(format));
        }
    }

    @Test
    void keepsEveryPixelOfLosslessFormats() {
        RgbImage photo = Pictures.photo(41, 31);

        assertThat(Pictures.distance(Pictures.decoded(Pictures.encode(photo, "png")), photo))
                .isZero();
        for (String format : List.of("bmp", "tiff")) {
            byte[] encoded = Pictures.write(Pictures.buffered(photo), format);
            assertThat(Pictures.distance(Pictures.decoded(encoded), photo))
                    .as(format)
                    .isZero();
        }
    }

    @Test
    void refusesABombByItsHeaderBeforeAllocating() {
        byte[] bomb = Pictures.pngHeader(30_000, 30_000);
        rejected(bomb);

        long before = allocated();
        long start = System.nanoTime();
        Rejected rejected = rejected(bomb);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        assertThat(allocated() - before).isLessThan(1 << 20);
        assertThat(rejected.reason()).isEqualTo(Reason.TOO_MANY_PIXELS);
        assertThat(rejected.detail()).isEqualTo("PNG of 30000x30000 needs 900000000 pixels, at most 40000000 allowed");
    }

    private static long allocated() {
        return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    @Test
    void takesSidesThatOverflowForTooMany() {
        assertThat(rejected(Pictures.pngHeader(Integer.MAX_VALUE, Integer.MAX_VALUE))
                        .reason())
                .isEqualTo(Reason.TOO_MANY_PIXELS);
        assertThat(rejected(Pictures.pngHeader(-1, -1)).reason()).isEqualTo(Reason.TOO_MANY_PIXELS);
    }

    @Test
    void allowsExactlyTheBounds() {
        byte[] encoded = Pictures.encode(Pictures.photo(20, 10), "png");

        assertThat(new ImageDecoder(new ImageBounds(200, encoded.length)).decode(encoded))
                .isInstanceOf(Decoded.class);
        assertThat(new ImageDecoder(new ImageBounds(199, encoded.length)).decode(encoded))
                .isEqualTo(new Rejected(Reason.TOO_MANY_PIXELS, "PNG of 20x10 needs 200 pixels, at most 199 allowed"));
        assertThat(new ImageDecoder(new ImageBounds(200, encoded.length - 1)).decode(encoded))
                .isEqualTo(new Rejected(
                        Reason.TOO_MANY_BYTES,
                        encoded.length + " bytes, at most " + (encoded.length - 1) + " allowed"));
        assertThatThrownBy(() -> new ImageBounds(0, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Image bounds must be positive, got maxPixels=0 maxBytes=1");
    }

    @Test
    void rejectsAnImageCutAnywhere() {
        RgbImage photo = Pictures.photo(200, 150);

        for (String format : List.of("jpg", "png", "webp", "gif", "bmp", "tiff")) {
            byte[] encoded = List.of("jpg", "png", "webp").contains(format)
                    ? Pictures.encode(photo, format)
                    : Pictures.write(Pictures.buffered(photo), format);
            // A GIF may end without its trailer: one byte after the last of the picture.
            int least = format.equals("gif") ? 2 : 1;
            for (int cut : new int[] {least, 10, encoded.length / 10, encoded.length / 2, encoded.length - 40}) {
                byte[] start = Arrays.copyOf(encoded, encoded.length - cut);
                assertThat(rejected(start).reason())
                        .as(format + " without its last " + cut + " bytes")
                        .isEqualTo(Reason.TRUNCATED_OR_CORRUPT);
            }
        }
    }

    @Test
    void rejectsAJpegWhoseScanEndsEarlyThoughItsEndMarkerIsThere() {
        byte[] encoded = Pictures.encode(Pictures.photo(200, 150), "jpg");
        byte[] cut = Arrays.copyOf(encoded, encoded.length * 2 / 3);
        cut[cut.length - 2] = (byte) 0xff;
        cut[cut.length - 1] = (byte) 0xd9;

        assertThat(rejected(cut))
                .isEqualTo(new Rejected(Reason.TRUNCATED_OR_CORRUPT, "JPEG of 200x150 does not decode"));
    }

    @Test
    void decodesAJpegThatReallyIsMidGrey() {
        RgbImage grey = Pictures.plain(32, 24, 128);

        assertThat(Pictures.distance(Pictures.decoded(Pictures.encode(grey, "jpg")), grey))
                .isZero();
    }

    @Test
    void ignoresBytesAfterTheEnd() {
        for (String format : List.of("jpg", "png", "webp")) {
            byte[] encoded = Pictures.encode(Pictures.photo(20, 15), format);
            byte[] longer = Arrays.copyOf(encoded, encoded.length + 1000);

            assertThat(Pictures.distance(Pictures.decoded(longer), Pictures.decoded(encoded)))
                    .as(format)
                    .isZero();
        }
    }

    @Test
    void namesWhatCameInsteadOfAnImage() {
        assertThat(rejected(new byte[0])).isEqualTo(new Rejected(Reason.EMPTY, "0 bytes"));
        assertThat(rejected(ascii("<!DOCTYPE html><html><body>404")))
                .isEqualTo(new Rejected(Reason.NOT_AN_IMAGE, "HTML"));
        assertThat(rejected(ascii("{\"error\": \"gone\"}"))).isEqualTo(new Rejected(Reason.NOT_AN_IMAGE, "JSON"));
        assertThat(rejected(ascii("<?xml version=\"1.0\"?>\n<svg/>")))
                .isEqualTo(new Rejected(Reason.NOT_AN_IMAGE, "SVG"));
        assertThat(rejected(ascii("BM is not always a bitmap"))).isEqualTo(new Rejected(Reason.NOT_AN_IMAGE, "text"));
        assertThat(rejected(new byte[100])).isEqualTo(new Rejected(Reason.NOT_AN_IMAGE, "unknown bytes"));
        assertThat(rejected(ascii("\0\0\0\40ftypavif\0\0\0\0")))
                .isEqualTo(new Rejected(Reason.UNSUPPORTED_FORMAT, "AVIF"));
        assertThat(rejected(ascii("8BPS\0\1"))).isEqualTo(new Rejected(Reason.UNSUPPORTED_FORMAT, "PSD"));
        assertThat(rejected(ascii("\u0089PNG\r\n\u001a\nfoo")).reason()).isEqualTo(Reason.TRUNCATED_OR_CORRUPT);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void dropsAlphaWithoutBlending() {
        BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_INT_ARGB);
        image.setRGB(0, 0, 0x00c86432);
        image.setRGB(1, 0, 0x80010203);

        assertThat(Pictures.decoded(Pictures.write(image, "png")).pixels()).containsExactly(0xc8, 0x64, 0x32, 1, 2, 3);
    }

    @Test
    void laysTransparentImagesOnWhiteWhereAsked() {
        BufferedImage image = new BufferedImage(3, 1, BufferedImage.TYPE_INT_ARGB);
        image.setRGB(0, 0, 0xff0a6496);
        image.setRGB(1, 0, 0x800a6496);
        image.setRGB(2, 0, 0x000a6496);
        ImageDecoder onWhite = new ImageDecoder(ImageBounds.DEFAULT, AlphaRule.WHITE);

        // Half: 128 / 255 * 10 + 127 = 132.02, 177.2 and 202.3.
        byte[] expected = {10, 100, (byte) 150, (byte) 132, (byte) 177, (byte) 202, -1, -1, -1};
        for (String format : List.of("png", "tiff")) {
            ImageOutcome outcome = onWhite.decode(Pictures.write(image, format));
            assertThat(((Decoded) outcome).image().pixels()).as(format).isEqualTo(expected);
            assertThat(((Decoded) outcome).isPlain()).as(format).isFalse();
        }
    }

    @Test
    void tellsPlainImagesFromThoseThatSayMore() {
        RgbImage photo = Pictures.photo(20, 10);
        BufferedImage grey16 = new BufferedImage(3, 1, BufferedImage.TYPE_USHORT_GRAY);
        ImageDecoder decoder = new ImageDecoder(ImageBounds.DEFAULT);

        for (String format : List.of("jpg", "png", "webp")) {
            assertThat(((Decoded) decoder.decode(Pictures.encode(photo, format))).isPlain())
                    .as(format)
                    .isTrue();
        }
        assertThat(((Decoded) decoder.decode(Pictures.write(grey16, "png"))).isPlain())
                .isFalse();
        assertThat(((Decoded) decoder.decode(Pictures.write(Pictures.buffered(photo), "gif"))).isPlain())
                .isFalse();
    }

    @Test
    void spreadsGreyOverThreeChannels() {
        BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_GRAY);
        image.getRaster().setPixels(0, 0, 2, 1, new int[] {7, 200});

        for (String format : List.of("png", "bmp", "tiff")) {
            assertThat(Pictures.decoded(Pictures.write(image, format)).pixels())
                    .as(format)
                    .containsExactly(7, 7, 7, 200, 200, 200);
        }
    }

    @Test
    void clipsSixteenBitGreyAt255() {
        BufferedImage grey = new BufferedImage(3, 1, BufferedImage.TYPE_USHORT_GRAY);
        grey.getRaster().setPixels(0, 0, 3, 1, new int[] {9, 255, 256});

        for (String format : List.of("png", "tiff")) {
            assertThat(Pictures.decoded(Pictures.write(grey, format)).pixels())
                    .as(format)
                    .containsExactly(9, 9, 9, 255, 255, 255, 255, 255, 255);
        }
    }

    @Test
    void readsOneBitImages() {
        BufferedImage image = new BufferedImage(3, 1, BufferedImage.TYPE_BYTE_BINARY);
        image.setRGB(1, 0, 0xffffff);

        for (String format : List.of("png", "bmp", "gif", "tiff")) {
            assertThat(Pictures.decoded(Pictures.write(image, format)).pixels())
                    .as(format)
                    .containsExactly(0, 0, 0, 255, 255, 255, 0, 0, 0);
        }
    }
}
