package org.clipspark.job.embed.part;

import java.io.Serializable;
import java.util.List;
import java.util.regex.Pattern;

/**
 * One Parquet file of embeddings.
 *
 * @param file its name, which ends in the digest
 * @param range which rows or texts it is about
 * @param rows rows in it
 * @param texts embeddings of texts in it
 * @param bytes its length
 * @param sha256 hexadecimal digest of the file
 * @param skipped rows of its share of the data set that have no embedding
 */
public record EmbeddedPart(
        String file, PartRange range, int rows, int texts, long bytes, String sha256, List<SkippedRow> skipped)
        implements Serializable {
    private static final Pattern NAME = Pattern.compile("part-(\\d{5,9})-([0-9a-f]{64})\\.parquet");

    /** Copies the list; checks that the file is called as a part is. */
    public EmbeddedPart {
        skipped = List.copyOf(skipped);
        // A manifest from elsewhere must not make a reader open other files.
        if (!file.equals(fileName(number(file), sha256))) {
            throw new IllegalArgumentException(
                    "A part must be called part-NUMBER-SHA256.parquet, got '" + file + "' of digest " + sha256);
        }
        if (rows < 0 || texts < 0 || bytes < 0) {
            throw new IllegalArgumentException(
                    "Part " + file + " cannot have " + rows + " rows, " + texts + " texts and " + bytes + " bytes");
        }
    }

    static String fileName(int number, String sha256) {
        return String.format("part-%05d-%s.parquet", number, sha256);
    }

    static boolean isName(String file) {
        return NAME.matcher(file).matches();
    }

    /**
     * Number of the part of that name, from 0.
     *
     * @throws IllegalArgumentException if no part is called so
     */
    public static int number(String file) {
        var matcher = NAME.matcher(file);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("Not a part of embeddings: '" + file + "'");
        }
        return Integer.parseInt(matcher.group(1));
    }

    /** The digest that the name of a part promises. */
    static String sha256(String file) {
        return file.substring(file.lastIndexOf('-') + 1, file.length() - ".parquet".length());
    }

    /** Number of the part, from 0. */
    public int number() {
        return number(file);
    }
}
