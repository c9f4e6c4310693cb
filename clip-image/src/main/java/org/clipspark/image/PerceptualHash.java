package org.clipspark.image;

import java.util.HexFormat;
import java.util.Optional;

/**
 * 256 bits that change little when an image is compressed, resized, cut by a few per cent, framed in one colour or
 * robbed of its colours; the bits of a mirrored image are known without the image.
 *
 * <p>It is a DCT hash (Zauner, "Implementation and Benchmarking of Perceptual Image Hash Functions", 2010; PDQ,
 * Facebook 2019) with three changes. Frames of one colour are cut off first. The luminance is weighted by a Hann window,
 * so that the edges, where a cut moves things most, count least. And a bit is the sign of a coefficient, not its
 * comparison with the median: mirroring changes the sign of exactly the odd horizontal frequencies.
 *
 * <p>Bits stand in the order of growing frequency: the first ones are the most robust.
 *
 * @param first bits 0 to 63, bit 0 as the most significant one
 * @param second bits 64 to 127
 * @param third bits 128 to 191
 * @param fourth bits 192 to 255
 */
public record PerceptualHash(long first, long second, long third, long fourth) {
    /** Bits of a hash. */
    public static final int BITS = 256;

    /** Bands for finding pairs, see {@link #band}. */
    public static final int BANDS = 16;

    private static final int HEX_DIGITS = BITS / 4;
    private static final PerceptualHash MIRROR = of(Frequencies.oddColumns());

    /**
     * The hash of an upright image.
     *
     * @return empty where an image has no structure, such as one of a single colour: all of those would be alike
     */
    public static Optional<PerceptualHash> of(RgbImage image) {
        LuminanceGrid grid = LuminanceGrid.of(image);
        return grid.hasStructure() ? Optional.of(of(Frequencies.signs(grid))) : Optional.empty();
    }

    /**
     * Reads what {@link #hex} writes.
     *
     * @throws IllegalArgumentException if the text is not 64 hexadecimal digits
     */
    public static PerceptualHash ofHex(String hex) {
        if (hex.length() != HEX_DIGITS || !hex.chars().allMatch(HexFormat::isHexDigit)) {
            throw new IllegalArgumentException("A perceptual hash has " + HEX_DIGITS + " hexadecimal digits, got "
                    + (hex.length() > HEX_DIGITS ? hex.length() + " characters" : "'" + hex + "'"));
        }
        return new PerceptualHash(word(hex, 0), word(hex, 1), word(hex, 2), word(hex, 3));
    }

    private static long word(String hex, int index) {
        return HexFormat.fromHexDigitsToLong(hex, 16 * index, 16 * index + 16);
    }

    private static PerceptualHash of(boolean[] bits) {
        long[] words = new long[BITS / Long.SIZE];
        for (int i = 0; i < BITS; i++) {
            if (bits[i]) {
                words[i / Long.SIZE] |= Long.MIN_VALUE >>> (i % Long.SIZE);
            }
        }
        return new PerceptualHash(words[0], words[1], words[2], words[3]);
    }

    /**
     * Number of bits that differ, 0 to 256. Unrelated images differ in 128 on average; forms of one image mostly in 36 or
     * fewer, if the nearer one of an image and its mirror image counts.
     */
    public int distance(PerceptualHash other) {
        return Long.bitCount(first ^ other.first)
                + Long.bitCount(second ^ other.second)
                + Long.bitCount(third ^ other.third)
                + Long.bitCount(fourth ^ other.fourth);
    }

    /** The hash of the image with left and right exchanged, but for coefficients that are nearly zero. */
    public PerceptualHash mirrored() {
        return new PerceptualHash(
                first ^ MIRROR.first, second ^ MIRROR.second, third ^ MIRROR.third, fourth ^ MIRROR.fourth);
    }

    /**
     * Sixteen bits for locality-sensitive hashing: hashes that are near each other agree on at least one band. Each band
     * has its share of low and high frequencies: bits {@code index}, {@code index + 16}, {@code index + 32} and so on.
     *
     * @param index 0 to {@link #BANDS} - 1
     * @return 0 to 65,535
     * @throws IllegalArgumentException if the index is out of range
     */
    public int band(int index) {
        if (index < 0 || index >= BANDS) {
            throw new IllegalArgumentException("A band is 0 to " + (BANDS - 1) + ", got " + index);
        }
        int band = 0;
        for (int bit = index; bit < BITS; bit += BANDS) {
            long word = bit < 64 ? first : bit < 128 ? second : bit < 192 ? third : fourth;
            band = band << 1 | (int) (word >>> (63 - bit % 64) & 1);
        }
        return band;
    }

    /** 64 hexadecimal digits in lower case. */
    public String hex() {
        HexFormat format = HexFormat.of();
        return format.toHexDigits(first)
                + format.toHexDigits(second)
                + format.toHexDigits(third)
                + format.toHexDigits(fourth);
    }
}
