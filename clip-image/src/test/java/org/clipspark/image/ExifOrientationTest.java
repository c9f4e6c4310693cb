package org.clipspark.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExifOrientationTest {
    /** Two rows of three pixels, numbered 1 to 6. */
    private static final RgbImage SIX =
            new RgbImage(3, 2, new byte[] {1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4, 5, 5, 5, 6, 6, 6});

    private static byte[] exif(int orientation, ByteOrder order) {
        return ByteBuffer.allocate(26)
                .order(order)
                .put((byte) (order == ByteOrder.BIG_ENDIAN ? 'M' : 'I'))
                .put((byte) (order == ByteOrder.BIG_ENDIAN ? 'M' : 'I'))
                .putShort((short) 42)
                .putInt(8)
                .putShort((short) 1)
                .putShort((short) 0x0112)
                .putShort((short) 3)
                .putInt(1)
                .putShort((short) orientation)
                .array();
    }

    private static byte[] jpegWith(byte[] exif) {
        byte[] jpeg = Pictures.encode(Pictures.photo(3, 2), "jpg");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(jpeg, 0, 2);
        bytes.writeBytes(new byte[] {(byte) 0xff, (byte) 0xe1, 0, (byte) (exif.length + 8)});
        bytes.writeBytes(new byte[] {'E', 'x', 'i', 'f', 0, 0});
        bytes.writeBytes(exif);
        bytes.write(jpeg, 2, jpeg.length - 2);
        return bytes.toByteArray();
    }

    private static List<Integer> numbers(RgbImage image) {
        return java.util.stream.IntStream.range(0, image.pixels().length / 3)
                .mapToObj(i -> (int) image.pixels()[3 * i])
                .toList();
    }

    @Test
    void turnsAndMirrorsAsTheTagSays() {
        Map<Integer, List<Integer>> expected = Map.of(
                1, List.of(1, 2, 3, 4, 5, 6),
                2, List.of(3, 2, 1, 6, 5, 4),
                3, List.of(6, 5, 4, 3, 2, 1),
                4, List.of(4, 5, 6, 1, 2, 3),
                5, List.of(1, 4, 2, 5, 3, 6),
                6, List.of(4, 1, 5, 2, 6, 3),
                7, List.of(6, 3, 5, 2, 4, 1),
                8, List.of(3, 6, 2, 5, 1, 4));
        expected.forEach((orientation, pixels) -> {
            for (ByteOrder order : List.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN)) {
                RgbImage upright = ExifOrientation.upright(SIX, jpegWith(exif(orientation, order)));

                assertThat(numbers(upright)).as("orientation " + orientation).isEqualTo(pixels);
                assertThat(upright.width()).isEqualTo(orientation >= 5 ? 2 : 3);
            }
        });
    }

    @Test
    void isNotAppliedByDecoding() {
        RgbImage decoded = Pictures.decoded(jpegWith(exif(6, ByteOrder.BIG_ENDIAN)));

        assertThat(decoded.width()).isEqualTo(3);
    }

    @Test
    void leavesTheImageAloneWithoutAUsableTag() {
        byte[] cut = java.util.Arrays.copyOf(exif(6, ByteOrder.BIG_ENDIAN), 15);

        assertThat(ExifOrientation.upright(SIX, Pictures.encode(SIX, "jpg"))).isSameAs(SIX);
        assertThat(ExifOrientation.upright(SIX, jpegWith(exif(9, ByteOrder.BIG_ENDIAN))))
                .isSameAs(SIX);
        assertThat(ExifOrientation.upright(SIX, jpegWith(cut))).isSameAs(SIX);
        assertThat(ExifOrientation.upright(SIX, new byte[3])).isSameAs(SIX);
    }
}
