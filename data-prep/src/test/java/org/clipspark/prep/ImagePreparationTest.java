package org.clipspark.prep;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.clipspark.image.ImageBounds;
import org.clipspark.image.ImageDecoder;
import org.clipspark.image.ImageFormat;
import org.clipspark.image.ImageOutcome;
import org.clipspark.image.PerceptualHash;
import org.clipspark.image.RgbEncoder;
import org.clipspark.image.RgbImage;
import org.clipspark.prep.ImagePreparation.Outcome;
import org.clipspark.prep.ImagePreparation.Prepared;
import org.clipspark.prep.ImagePreparation.Refused;
import org.clipspark.prep.shard.BlurredBoxes;
import org.clipspark.prep.shard.ImageBytes;
import org.clipspark.prep.shard.PixelSizes;
import org.junit.jupiter.api.Test;

class ImagePreparationTest {
    private static ImageConfig config(String resize, int minSize, double maxAspect, boolean skipReencode) {
        return new ImageConfig(
                resize, 32, true, "area", "white", minSize, maxAspect, "jpg", 90, skipReencode, 1_000_000, 1_000_000);
    }

    private static final ImageConfig USUAL = config("keep_ratio", 8, 4.0, true);

    /** A slope of grey. */
    private static byte[] picture(String format, int width, int height) {
        byte[] pixels = new byte[width * height * RgbImage.CHANNELS];
        for (int i = 0; i < pixels.length; i++) {
            int x = i / RgbImage.CHANNELS % width;
            int y = i / RgbImage.CHANNELS / width;
            pixels[i] = (byte) (200 * x / width + 50 * y / height);
        }
        return RgbEncoder.named(format, 90).encode(new RgbImage(width, height, pixels));
    }

    /** The JPEG with an Exif tag that says how the camera was held. */
    private static byte[] turned(byte[] jpeg, int orientation) {
        byte[] exif = ByteBuffer.allocate(36)
                .put(new byte[] {(byte) 0xff, (byte) 0xe1, 0, 34})
                .put("Exif\0\0MM\0*".getBytes(StandardCharsets.ISO_8859_1))
                .putInt(8)
                .putShort((short) 1)
                .putShort((short) 0x0112)
                .putShort((short) 3)
                .putInt(1)
                .putShort((short) orientation)
                .array();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(jpeg, 0, 2);
        bytes.writeBytes(exif);
        bytes.write(jpeg, 2, jpeg.length - 2);
        return bytes.toByteArray();
    }

    private static Prepared prepared(ImageConfig config, byte[] found) {
        Outcome outcome = new ImagePreparation(config).prepare(new ImageBytes(found), BlurredBoxes.parse(""));
        assertThat(outcome).isInstanceOf(Prepared.class);
        return (Prepared) outcome;
    }

    private static Refused refused(ImageConfig config, byte[] found) {
        Outcome outcome = new ImagePreparation(config).prepare(new ImageBytes(found), BlurredBoxes.parse(""));
        assertThat(outcome).isInstanceOf(Refused.class);
        return (Refused) outcome;
    }

    @Test
    void resizesAndSaysWhatItFound() {
        byte[] found = turned(picture("jpg", 80, 64), 6);

        Prepared prepared = prepared(USUAL, found);

        assertThat(prepared.sizes()).isEqualTo(new PixelSizes(32, 40, 64, 80));
        assertThat(ImageFormat.of(prepared.image().array())).contains(ImageFormat.JPEG);
        assertThat(prepared.sha256()).isEqualTo(new ImageBytes(found).sha256());
        assertThat(prepared.perceptualHash()).isPresent();
        assertThat(prepared.exif()).contains("{\"Image Orientation\":\"6\"}");
    }

    @Test
    void keepsTheBytesOfAnImageThatNeedsNoChange() {
        byte[] small = picture("jpg", 40, 30);

        assertThat(prepared(USUAL, small).image().array()).isSameAs(small);
        assertThat(prepared(config("no", 8, 4.0, true), picture("jpg", 80, 60)).sizes())
                .isEqualTo(new PixelSizes(80, 60, 80, 60));
    }

    /** The picture is stored on its side; boxes are those of the upright one. */
    @Test
    void blursBoxesOfTheUprightImageAndDoesNotKeepItsBytes() {
        byte[] found = turned(picture("jpg", 80, 64), 6);
        ImageConfig config = config("no", 8, 4.0, true);
        BlurredBoxes top = BlurredBoxes.parse("[[0, 0, 1, 0.5]]");

        Prepared blurred = (Prepared) new ImagePreparation(config).prepare(new ImageBytes(found), top);
        Prepared plain = prepared(config, found);

        RgbImage hidden = decoded(blurred);
        RgbImage shown = decoded(plain);
        assertThat(hidden.height()).isEqualTo(80);
        // JPEG spreads a change over a block of 16 lines at most.
        assertThat(difference(hidden, shown, 0, 32)).isGreaterThan(2);
        assertThat(difference(hidden, shown, 48, 80)).isLessThan(0.01);
        assertThat(blurred.sha256()).isEqualTo(plain.sha256());
        assertThat(blurred.perceptualHash()).isEqualTo(plain.perceptualHash());
        byte[] small = picture("jpg", 40, 30);
        assertThat(((Prepared) new ImagePreparation(config).prepare(new ImageBytes(small), top))
                        .image()
                        .array())
                .isNotEqualTo(small);
    }

    private static RgbImage decoded(Prepared prepared) {
        ImageDecoder decoder = new ImageDecoder(new ImageBounds(1_000_000, 1_000_000));
        return ((ImageOutcome.Decoded) decoder.decode(prepared.image().array())).image();
    }

    /** Mean absolute difference in lines {@code first} to {@code end}, in levels. */
    private static double difference(RgbImage one, RgbImage other, int first, int end) {
        int line = RgbImage.CHANNELS * one.width();
        return IntStream.range(first * line, end * line)
                .map(i -> Math.abs((one.pixels()[i] & 0xff) - (other.pixels()[i] & 0xff)))
                .average()
                .orElseThrow();
    }

    @Test
    void encodesAnImageThatNeedsAChangeOrWhereBytesAreNotKept() {
        byte[] jpeg = picture("jpg", 40, 30);
        byte[] png = picture("png", 40, 30);
        byte[] upsideDown = turned(jpeg, 3);

        assertThat(prepared(config("keep_ratio", 8, 4.0, false), jpeg).image().array())
                .isNotSameAs(jpeg);
        assertThat(ImageFormat.of(prepared(USUAL, png).image().array())).contains(ImageFormat.JPEG);
        assertThat(prepared(USUAL, upsideDown).image().array()).isNotSameAs(upsideDown);
    }

    @Test
    void refusesSmallAndLongImages() {
        assertThat(refused(USUAL, picture("png", 20, 7)))
                .isEqualTo(new Refused(
                        new org.clipspark.prep.shard.RowStatus("image_too_small", "20x7, shorter side below 8"),
                        new PixelSizes(0, 0, 20, 7)));
        assertThat(refused(USUAL, picture("png", 41, 10)).status().label()).isEqualTo("aspect_ratio_too_large");
        assertThat(prepared(USUAL, picture("png", 40, 10)).sizes()).isEqualTo(new PixelSizes(40, 10, 40, 10));
    }

    @Test
    void refusesWhatNoFormatCouldHoldAfterScaling() {
        assertThat(refused(config("keep_ratio_largest", 1, 1e6, true), picture("png", 3_000, 1))
                        .status()
                        .detail())
                .isEqualTo("3000x1, nothing left of the shorter side after scaling");
        assertThat(refused(config("no", 1, 1e6, true), picture("png", 20_000, 1))
                        .status()
                        .label())
                .isEqualTo("too_elongated");
    }

    @Test
    void passesOnWhyAnImageDoesNotDecode() {
        Refused refused = refused(USUAL, "<html>".getBytes(StandardCharsets.UTF_8));

        assertThat(refused.status().label()).isEqualTo("not_an_image");
        assertThat(refused.sizes()).isEqualTo(PixelSizes.NONE);
    }

    @Test
    void hasNoHashWhereThereIsNothingToSee() {
        byte[] black = RgbEncoder.named("png", 1).encode(new RgbImage(9, 9, new byte[243]));

        assertThat(prepared(USUAL, black).perceptualHash()).isEmpty();
        assertThat(prepared(USUAL, picture("png", 90, 90)).perceptualHash().map(PerceptualHash::hex))
                .hasValueSatisfying(hex -> assertThat(hex).hasSize(64));
    }
}
