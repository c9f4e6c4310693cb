package org.clipspark.prep.shard;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The digest that metadata gives for an image as found.
 *
 * @param hex lower-case hexadecimal digits: 32 of an MD5, 64 of a SHA-256 or 128 of a SHA-512
 */
public record ExpectedHash(String hex) {
    private static final Map<Integer, String> ALGORITHMS = Map.of(32, "MD5", 64, "SHA-256", 128, "SHA-512");

    /** Checks the digits. */
    public ExpectedHash {
        if (!ALGORITHMS.containsKey(hex.length()) || !hex.matches("[0-9a-f]+")) {
            throw new IllegalArgumentException(
                    "A digest has 32, 64 or 128 hexadecimal digits in lower case, got '" + hex + "'");
        }
    }

    /** The digest that a text spells, or empty if it spells none. */
    public static Optional<ExpectedHash> of(String text) {
        String hex = text.strip().toLowerCase(Locale.ROOT);
        boolean isDigest = ALGORITHMS.containsKey(hex.length()) && hex.matches("[0-9a-f]+");
        return isDigest ? Optional.of(new ExpectedHash(hex)) : Optional.empty();
    }

    /**
     * {@code hash_mismatch} if the attributes tell another digest than the image has, otherwise empty. An image that is not
     * there yet cannot differ.
     */
    public static Optional<RowStatus> mismatch(ImageBytes image, PairAttributes attributes) {
        if (image.isEmpty()) {
            return Optional.empty();
        }
        return of(attributes.tags().getOrDefault(ShardSchema.EXPECTED_HASH, "")).flatMap(hash -> hash.mismatch(image));
    }

    private Optional<RowStatus> mismatch(ImageBytes image) {
        String algorithm = ALGORITHMS.getOrDefault(hex.length(), "");
        String found = digest(algorithm, image);
        return found.equals(hex)
                ? Optional.empty()
                : Optional.of(new RowStatus("hash_mismatch", algorithm + " " + found + ", the metadata says " + hex));
    }

    private static String digest(String algorithm, ImageBytes image) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(image.array()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java runtime that Spark supports has " + algorithm, e);
        }
    }
}
