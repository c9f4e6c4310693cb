package org.clipspark.job.robust.corruption;

import java.io.Serializable;
import org.clipspark.image.RgbImage;

/**
 * A corruption with five severities. Users add those of their domain by a public class with a constructor without arguments
 * that is on the class path of driver and executors, named under {@code corruptions.plugins}.
 */
public interface ImageCorruption extends Serializable {
    /** Group of those that users add. */
    String OWN_GROUP = "own";

    /** Its name in the card: lower-case letters, digits and underscores; with all settings that tell results apart. */
    String name();

    /** What it is shown with. */
    default String group() {
        return OWN_GROUP;
    }

    /**
     * A corrupted copy; a function of its arguments alone, called by several threads at once.
     *
     * @param image of the size that the model reads; not to be written to
     * @param severity 1 to 5
     * @param seed of all draws; another one for each image
     * @return an image of the same size
     */
    RgbImage apply(RgbImage image, int severity, long seed);
}
