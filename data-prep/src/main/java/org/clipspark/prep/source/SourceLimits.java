package org.clipspark.prep.source;

/**
 * What a source may hand out at a time.
 *
 * @param maxImageBytes larger images are not read; the rows are rejected
 * @param rowsPerPart rows of a part at most; a tar archive is one part however many it has
 */
public record SourceLimits(long maxImageBytes, int rowsPerPart) {
    /** Checks the ranges. */
    public SourceLimits {
        if (maxImageBytes < 1 || rowsPerPart < 1) {
            throw new IllegalArgumentException(
                    "Limits must be at least 1, got " + maxImageBytes + " bytes and " + rowsPerPart + " rows");
        }
    }
}
