package org.clipspark.job.embed;

import java.io.Serializable;

/**
 * What embedding took, summed over tasks; that of parts which were there already is nothing.
 *
 * @param images that went through the image encoder
 * @param texts that went through the text encoder
 * @param taskSeconds from the start of a unit of work to its end
 * @param encoderSeconds of those in the two encoders
 * @param waitSeconds of those waiting for images to be read and decoded
 * @param readSeconds reading shards, beside the encoders
 * @param decodeSeconds decoding, changing and transforming images and tokenizing captions, beside the encoders, summed
 *     over threads
 */
public record EmbeddingTimes(
        long images,
        long texts,
        double taskSeconds,
        double encoderSeconds,
        double waitSeconds,
        double readSeconds,
        double decodeSeconds)
        implements Serializable {
    /** Nothing was computed. */
    public static final EmbeddingTimes NONE = new EmbeddingTimes(0, 0, 0, 0, 0, 0, 0);

    /** The sum of both. */
    public EmbeddingTimes plus(EmbeddingTimes other) {
        return new EmbeddingTimes(
                images + other.images,
                texts + other.texts,
                taskSeconds + other.taskSeconds,
                encoderSeconds + other.encoderSeconds,
                waitSeconds + other.waitSeconds,
                readSeconds + other.readSeconds,
                decodeSeconds + other.decodeSeconds);
    }

    /** Share of the tasks' time in the encoders, from 0 to 1; 0 if nothing was computed. */
    public double encoderShare() {
        return taskSeconds == 0 ? 0 : encoderSeconds / taskSeconds;
    }
}
