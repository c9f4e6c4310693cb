package org.clipspark.job.robust.measure;

import java.util.List;
import org.clipspark.image.Resampler;
import org.clipspark.image.RgbImage;
import org.clipspark.image.overlay.LabelStyle;
import org.clipspark.image.overlay.TypographicLabel;
import org.clipspark.job.data.Seeds;
import org.clipspark.job.embed.ImageChange;
import org.clipspark.job.embed.TextsHash;

/**
 * Writes one of several words onto an image, after it was resized and cut to what the model reads.
 *
 * @param words one of which the seed chooses
 * @param size height of the word as a share of the image's height
 * @param height of the model's images, pixels
 * @param width of the model's images, pixels
 */
record TypographicImage(List<String> words, double size, int height, int width) implements ImageChange {
    static {
        // Drawing into memory needs no screen; without this a stale DISPLAY would be tried first and fail.
        System.setProperty("java.awt.headless", "true");
    }

    /** Copies the list; checks that each word can be written. */
    TypographicImage {
        words = List.copyOf(words);
        for (String word : words) {
            label(word, size);
        }
    }

    private static TypographicLabel label(String word, double size) {
        return new TypographicLabel(word, size, LabelStyle.BLACK_ON_WHITE);
    }

    @Override
    public String name() {
        return "typographic label of height " + size + " at " + width + "x" + height + ", words " + TextsHash.of(words);
    }

    /** Which word a seed chooses. */
    int word(long seed) {
        return Math.floorMod(Seeds.mix(seed, words.size()), words.size());
    }

    @Override
    public RgbImage apply(RgbImage image, long seed) {
        return label(words.get(word(seed)), size).on(Resampler.centre(image, width, height), seed);
    }
}
