package org.clipspark.model.layer.convnext;

import java.util.ArrayList;
import java.util.List;
import org.clipspark.model.layer.Mode;

/**
 * Leaves a residual branch out for samples drawn anew in every training step, and makes up for it where it is kept (Huang
 * et al. 2016).
 *
 * @param layer number of the branch in its network
 * @param rate probability of leaving it out, from 0 to below 1
 */
record StochasticDepth(int layer, double rate) {
    StochasticDepth {
        if (!(rate >= 0 && rate < 1)) {
            throw new IllegalArgumentException("A probability of dropping must be from 0 to below 1, got " + rate);
        }
    }

    /**
     * What one pass does with a branch.
     *
     * @param factor on the branch where it is kept
     * @param dropped places of the samples without the branch
     * @param isDrawn whether samples might have been dropped
     */
    record Choice(double factor, List<Integer> dropped, boolean isDrawn) {
        static final Choice ALL = new Choice(1, List.of(), false);
    }

    Choice choose(Pass pass, int batch) {
        if (rate == 0 || pass.mode() == Mode.EVALUATION) {
            return Choice.ALL;
        }
        List<Integer> dropped = new ArrayList<>();
        for (int sample = 0; sample < batch; sample++) {
            if (pass.draw(layer, sample) < rate) {
                dropped.add(sample);
            }
        }
        return new Choice(1 / (1 - rate), dropped, true);
    }
}
