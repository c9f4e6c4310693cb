package org.clipspark.prep.stage;

import java.io.Serializable;

/**
 * How work is kept between its start and its end.
 *
 * @param rowsPerPart rows that are lost and done again when a task or the whole run dies, 1 to 1,000,000; each part is a file
 * @param keep whether the parts stay when the data set is complete: {@code extend} and {@code retry-failed} need them, and
 *     they take as much room as the data set
 */
public record StageConfig(int rowsPerPart, boolean keep) implements Serializable {
    private static final int MOST = 1_000_000;

    /** Checks the range. */
    public StageConfig {
        if (rowsPerPart < 1 || rowsPerPart > MOST) {
            throw new IllegalArgumentException("rowsPerPart must be 1 to " + MOST + ", got " + rowsPerPart);
        }
    }
}
