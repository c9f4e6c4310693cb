package org.clipspark.model.layer.convnext;

import java.util.SplittableRandom;
import org.clipspark.model.layer.Mode;

/**
 * A forward pass: what it is for, and what its random draws follow from. A draw depends on the seed and on the place of
 * the sample in its whole batch, so that a batch draws alike whether it is worked on at once or in chunks.
 *
 * @param mode what it is for
 * @param seed of the step; passes of equal seeds over the same samples draw alike
 * @param first place in the whole batch of the pass's first sample
 */
public record Pass(Mode mode, long seed, int first) {
    /** Checks the place. */
    public Pass {
        if (first < 0) {
            throw new IllegalArgumentException("The first sample of a pass must not be negative, got " + first);
        }
    }

    /**
     * A number between 0 and 1, evenly distributed.
     *
     * @param layer number of the layer that draws
     * @param sample place of the sample in the pass
     */
    double draw(int layer, int sample) {
        // Scrambled twice: neither neighbouring seeds nor neighbouring samples may draw alike.
        long key = new SplittableRandom(seed).nextLong();
        return new SplittableRandom(key ^ ((long) layer << Integer.SIZE | (first + sample))).nextDouble();
    }
}
