package org.clipspark.prep.shard;

import java.io.Serializable;

/**
 * Whether a row is part of the data set, and if not, why.
 *
 * @param label {@code success} or the reason: lower case with underscores, for counting
 * @param detail what was found, in words, or the empty string
 */
public record RowStatus(String label, String detail) implements Serializable {
    /** Part of the data set. */
    public static final RowStatus SUCCESS = new RowStatus("success", "");

    private static final int DETAIL_CHARACTERS = 500;

    /** Cuts the detail to a length that no log or column minds. */
    public RowStatus {
        if (!label.matches("[a-z0-9_]+")) {
            throw new IllegalArgumentException("A status is lower case with underscores, got '" + label + "'");
        }
        detail = detail.length() > DETAIL_CHARACTERS ? detail.substring(0, DETAIL_CHARACTERS) + "..." : detail;
    }

    /** Whether the row is part of the data set. */
    public boolean isSuccess() {
        return label.equals(SUCCESS.label);
    }
}
