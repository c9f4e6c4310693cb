package org.clipspark.job.robust.settings;

/**
 * Section {@code typographic}.
 *
 * @param images how many rows of each split, spread evenly over it; 0 for all
 * @param size height of the word as a share of the image's height, above 0 up to 1
 */
public record TypographicSettings(long images, double size) {
    /** Checks the values. */
    public TypographicSettings {
        RobustnessSettings.checkImages("typographic.images", images);
        if (!(size > 0 && size <= 1)) {
            throw new IllegalArgumentException("typographic.size must be above 0 up to 1, got " + size);
        }
    }
}
