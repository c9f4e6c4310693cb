package org.clipspark.job.suite.settings;

import java.util.Optional;

/**
 * Section {@code selection}.
 *
 * @param form {@code sugarcrepe}: the first caption of each row is right, its others are wrong; {@code winoground}: two rows
 *     belong together, and each one's caption is wrong for the other
 * @param groupColumn column of the shards that has the same value in the two rows that belong together; for {@code
 *     winoground} only
 */
public record SelectionSettings(Form form, Optional<String> groupColumn) {
    /** What is compared. */
    public enum Form {
        /** One image, one right caption, wrong ones. */
        SUGARCREPE,
        /** Two images, two captions. */
        WINOGROUND
    }

    /** Checks that the column is there where it is used. */
    public SelectionSettings {
        if ((form == Form.WINOGROUND) != groupColumn.isPresent()) {
            throw new IllegalArgumentException(
                    "selection.groupColumn must be given for form winoground and for no other, got " + form + " and "
                            + groupColumn.orElse("none"));
        }
    }
}
