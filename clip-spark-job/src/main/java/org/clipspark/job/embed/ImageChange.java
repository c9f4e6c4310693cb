package org.clipspark.job.embed;

import java.io.Serializable;
import org.clipspark.image.RgbImage;

/**
 * What is done to each image before it is embedded, such as a corruption. It gets the image as decoded from its shard,
 * before the model's transform resizes, crops and normalises it. Used by several threads at once.
 */
public interface ImageChange extends Serializable {
    /** No change. */
    ImageChange NONE = new UnchangedImage();

    /** What the change is, with all its settings; part of what tells embeddings apart. One line, never empty. */
    String name();

    /**
     * The changed image, of any size; a function of its arguments alone.
     *
     * @param image not to be written to
     * @param seed another one for each row of a data set
     */
    RgbImage apply(RgbImage image, long seed);
}
