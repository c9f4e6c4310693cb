package org.clipspark.job.robust.settings;

import org.clipspark.image.corrupt.Corruption;

/**
 * An entry of {@code flips}: a sequence of nearly equal images.
 *
 * @param corruption name of one, which need not be measured otherwise
 * @param along what goes on from frame to frame
 * @param severity of all frames along {@code seed}; the last one along {@code severity}, from 1 to 5
 * @param frames of the sequence along {@code seed}, at least 2; along {@code severity} they are {@code severity + 1}
 * @param images how many rows of each split, spread evenly over it; 0 for all
 */
public record FlipSettings(String corruption, Along along, int severity, int frames, long images) {
    /** What goes on from frame to frame. */
    public enum Along {
        /** The clean image, then one severity after another; each frame is compared with the one before. */
        SEVERITY,
        /** Other draws of the same severity; each frame is compared with the first. */
        SEED
    }

    /** Checks the values. */
    public FlipSettings {
        RobustnessSettings.checkImages("flips: images of '" + corruption + "'", images);
        if (severity < 1 || severity > Corruption.SEVERITIES) {
            throw new IllegalArgumentException("flips: severity of '" + corruption + "' must be 1 to "
                    + Corruption.SEVERITIES + ", got " + severity);
        }
        if (along == Along.SEVERITY ? frames != severity + 1 : frames < 2) {
            throw new IllegalArgumentException("flips: frames of '" + corruption + "' must be "
                    + (along == Along.SEVERITY ? severity + 1 + " (the clean image and the severities)" : "at least 2")
                    + ", got " + frames);
        }
    }

    /** Which one it is. */
    public String label() {
        return corruption
                + (along == Along.SEVERITY
                        ? " up to severity " + severity
                        : " of severity " + severity + ", " + frames + " draws");
    }
}
