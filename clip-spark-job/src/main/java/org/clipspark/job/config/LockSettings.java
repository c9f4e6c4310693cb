package org.clipspark.job.config;

import java.io.Serializable;

/**
 * Section {@code train.lock}: towers whose parameters stay as they are, but for their last layer groups. The groups are
 * open_clip's: what embeds the input, each block or stage, the last block together with the normalisation of its output,
 * and the projection.
 *
 * @param image whether the image tower is locked
 * @param imageUnlockedGroups last groups of a locked image tower that still learn, at least 0
 * @param freezeBatchNorm whether batch normalisations of locked groups use and keep their running statistics
 * @param text whether the text tower is locked
 * @param textUnlockedLayers last groups of a locked text tower that still learn, at least 0
 */
public record LockSettings(
        boolean image, int imageUnlockedGroups, boolean freezeBatchNorm, boolean text, int textUnlockedLayers)
        implements Serializable {
    /** Checks the values. */
    public LockSettings {
        Checks.atLeast("train.lock.imageUnlockedGroups", 0, imageUnlockedGroups);
        Checks.atLeast("train.lock.textUnlockedLayers", 0, textUnlockedLayers);
        needs("train.lock.imageUnlockedGroups", imageUnlockedGroups == 0 || image, "train.lock.image");
        needs("train.lock.freezeBatchNorm", !freezeBatchNorm || image, "train.lock.image");
        needs("train.lock.textUnlockedLayers", textUnlockedLayers == 0 || text, "train.lock.text");
    }

    private static void needs(String key, boolean holds, String other) {
        if (!holds) {
            throw new IllegalArgumentException(key + " is of a locked tower: set " + other + " to true");
        }
    }
}
