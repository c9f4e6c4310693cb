package org.clipspark.job.data;

import java.util.List;
import java.util.Optional;
import org.clipspark.image.ImageBounds;
import org.clipspark.image.ImageDecoder;
import org.clipspark.image.ImageOutcome;
import org.clipspark.model.input.ClipTokenizer;
import org.clipspark.model.input.ImageTransform;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns a sample of an epoch into the numbers that the model reads. Safe for use by several threads. */
public final class PairEncoder {
    private static final Logger log = LoggerFactory.getLogger(PairEncoder.class);

    private final ImageDecoder decoder = new ImageDecoder(ImageBounds.DEFAULT);
    private final ImageTransform transform;
    private final ClipTokenizer tokenizer;

    /** An encoder with that transform and tokenizer. */
    public PairEncoder(ImageTransform transform, ClipTokenizer tokenizer) {
        this.transform = transform;
        this.tokenizer = tokenizer;
    }

    /** Floats of one image. */
    int imageLength() {
        return transform.length();
    }

    /** One image and one of its captions, as numbers. */
    static final class Pair {
        private final float[] image;
        private final int[] text;

        Pair(float[] image, int[] text) {
            this.image = image;
            this.text = text;
        }

        float[] image() {
            return image;
        }

        int[] text() {
            return text;
        }
    }

    /**
     * Decodes, augments and tokenizes; empty if the image cannot be decoded, which is logged. Everything random depends on
     * seed, epoch, row and use alone, never on the thread or the order.
     */
    Optional<Pair> encode(Sample sample, long seed, int epoch, int contextLength) {
        if (decoder.decode(sample.image()) instanceof ImageOutcome.Decoded decoded) {
            long mixed = Seeds.ofUse(seed, epoch, sample.row(), sample.use());
            float[] image = new float[transform.length()];
            transform.apply(decoded.image(), mixed, image, 0);
            List<String> captions = sample.captions();
            String caption = captions.get((int) Math.floorMod(Seeds.mix(mixed, 1), (long) captions.size()));
            return Optional.of(new Pair(image, tokenizer.encode(caption, contextLength)));
        }
        log.warn("Skipped key={}: the image cannot be decoded", sample.key());
        return Optional.empty();
    }
}
