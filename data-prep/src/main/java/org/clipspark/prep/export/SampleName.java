package org.clipspark.prep.export;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.clipspark.prep.shard.ImageBytes;

/**
 * Name of a sample in a tar archive. WebDataset takes what stands before the first dot for the name, folders included, and leaves
 * out members that begin with two underscores.
 */
final class SampleName {
    /** With the longest ending it fits the 100 bytes that every kind of tar has. */
    private static final int LONGEST = 90;

    private SampleName() {}

    /**
     * The key itself if it consists of letters, digits, {@code _} and {@code -}; other bytes are percent-encoded. A name that
     * would be longer than 90 characters is the hexadecimal SHA-256 of the key.
     */
    static String of(String key) {
        byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
        StringBuilder name = new StringBuilder();
        for (byte value : bytes) {
            boolean isHidden = name.length() == 0 && key.startsWith("__");
            if (isPlain(value) && !isHidden) {
                name.append((char) value);
            } else {
                name.append(String.format(Locale.ROOT, "%%%02X", value));
            }
        }
        return name.length() <= LONGEST ? name.toString() : new ImageBytes(bytes).sha256();
    }

    private static boolean isPlain(byte value) {
        return (value >= 'a' && value <= 'z')
                || (value >= 'A' && value <= 'Z')
                || (value >= '0' && value <= '9')
                || value == '_'
                || value == '-';
    }
}
