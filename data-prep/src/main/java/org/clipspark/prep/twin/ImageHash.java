package org.clipspark.prep.twin;

import java.io.Serializable;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A perceptual hash of 256 bits as four words, the first hexadecimal digit in the highest bits of the first.
 *
 * @param first bits 0 to 63
 * @param second bits 64 to 127
 * @param third bits 128 to 191
 * @param fourth bits 192 to 255
 */
record ImageHash(long first, long second, long third, long fourth) implements Serializable, Comparable<ImageHash> {
    /** Bits of a hash. */
    static final int BITS = 256;

    private static final int DIGITS = BITS / 4;

    // Bits of the odd horizontal frequencies, which change their sign when a picture is mirrored.
    private static final ImageHash MIRROR =
            new ImageHash(0xa2b86573126e5a28L, 0x72f1e826a574f217L, 0x16257d8e388d435aL, 0xe2e8f88471ab3c8eL);

    /** The hash that hexadecimal digits spell, or nothing if they spell none. */
    static Optional<ImageHash> parse(String digits) {
        if (digits.length() != DIGITS || !digits.chars().allMatch(HexFormat::isHexDigit)) {
            return Optional.empty();
        }
        return Optional.of(new ImageHash(word(digits, 0), word(digits, 1), word(digits, 2), word(digits, 3)));
    }

    private static long word(String digits, int index) {
        return HexFormat.fromHexDigitsToLong(digits, 16 * index, 16 * index + 16);
    }

    String hex() {
        HexFormat format = HexFormat.of();
        return format.toHexDigits(first)
                + format.toHexDigits(second)
                + format.toHexDigits(third)
                + format.toHexDigits(fourth);
    }

    /** The hash of the mirror image. */
    ImageHash mirrored() {
        return new ImageHash(
                first ^ MIRROR.first, second ^ MIRROR.second, third ^ MIRROR.third, fourth ^ MIRROR.fourth);
    }

    /** The smaller one of this and {@link #mirrored}, the same for a picture and its mirror image. */
    ImageHash canonical() {
        ImageHash mirrored = mirrored();
        return compareTo(mirrored) <= 0 ? this : mirrored;
    }

    /** Bits in which two hashes differ, or one and the other mirrored if that is fewer. */
    int distance(ImageHash other) {
        long one = first ^ other.first;
        long two = second ^ other.second;
        long three = third ^ other.third;
        long four = fourth ^ other.fourth;
        int direct = Long.bitCount(one) + Long.bitCount(two) + Long.bitCount(three) + Long.bitCount(four);
        int mirrored = Long.bitCount(one ^ MIRROR.first)
                + Long.bitCount(two ^ MIRROR.second)
                + Long.bitCount(three ^ MIRROR.third)
                + Long.bitCount(four ^ MIRROR.fourth);
        return Math.min(direct, mirrored);
    }

    /**
     * Bits {@code index}, {@code index + bands}, {@code index + 2 bands} and so on: bits stand in the order of growing
     * frequency, so each band has its share of those that say much.
     *
     * @param bands at least 8, because an {@code int} holds a band
     */
    int band(int index, int bands) {
        int band = 0;
        for (int bit = index; bit < BITS; bit += bands) {
            band = band << 1 | (int) (word(bit / Long.SIZE) >>> (Long.SIZE - 1 - bit % Long.SIZE) & 1);
        }
        return band;
    }

    private long word(int index) {
        return switch (index) {
            case 0 -> first;
            case 1 -> second;
            case 2 -> third;
            default -> fourth;
        };
    }

    @Override
    public int compareTo(ImageHash other) {
        int order = Long.compareUnsigned(first, other.first);
        order = order != 0 ? order : Long.compareUnsigned(second, other.second);
        order = order != 0 ? order : Long.compareUnsigned(third, other.third);
        return order != 0 ? order : Long.compareUnsigned(fourth, other.fourth);
    }
}
