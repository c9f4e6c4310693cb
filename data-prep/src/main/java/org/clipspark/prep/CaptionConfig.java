package org.clipspark.prep;

import java.io.Serializable;

/**
 * Which captions are kept.
 *
 * @param maximumLength characters; a longer caption is dropped, and a pair without any other is rejected
 */
public record CaptionConfig(int maximumLength) implements Serializable {
    private static final int LARGEST = 100_000;

    /** Checks the range. */
    public CaptionConfig {
        if (maximumLength < 1 || maximumLength > LARGEST) {
            throw new IllegalArgumentException("maximumLength must be 1 to " + LARGEST + ", got " + maximumLength);
        }
    }
}
