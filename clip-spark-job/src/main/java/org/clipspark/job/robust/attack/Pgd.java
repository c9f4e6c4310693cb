package org.clipspark.job.robust.attack;

import java.util.SplittableRandom;
import org.clipspark.job.data.Seeds;
import org.clipspark.job.robust.attack.bound.Ball;
import org.clipspark.job.robust.attack.bound.Bound;

/**
 * Projected gradient descent (Madry et al. 2018): steps up the loss, each brought back into the bound. An image is fooled if
 * any point of any run is misclassified; a run attacks the images that those before it left.
 *
 * @param bound largest change of an image
 * @param stepSize in 255ths, as {@link Bound#epsilon}; above 0
 * @param steps of a run, at least 1
 * @param randomStarts number of runs, each from a point drawn within the bound; 0 for one run from the image itself
 * @param seed of the starts
 */
public record Pgd(Bound bound, double stepSize, int steps, int randomStarts, long seed) implements Attack {
    /** Checks the numbers. */
    public Pgd {
        if (!(stepSize > 0 && Double.isFinite(stepSize))) {
            throw new IllegalArgumentException("stepSize must be a finite number of 255ths above 0, got " + stepSize);
        }
        if (steps < 1) {
            throw new IllegalArgumentException("steps must be at least 1, got " + steps);
        }
        if (randomStarts < 0) {
            throw new IllegalArgumentException("randomStarts must be at least 0, got " + randomStarts);
        }
    }

    @Override
    public AttackedImages run(AttackTarget target, AttackSamples samples) {
        Ball ball = bound.ball();
        GradientAscent ascent = new GradientAscent(ball, stepSize / Bound.LEVELS, steps);
        AttackProgress progress = new AttackProgress(target, samples);
        for (int run = 0; run < Math.max(1, randomStarts); run++) {
            int[] rows = progress.open();
            AttackSamples open = samples.select(rows);
            float[] points = open.images().clone();
            for (int i = 0; i < rows.length && randomStarts > 0; i++) {
                SplittableRandom random = new SplittableRandom(Seeds.mix(seed, open.key(i), run));
                ball.draw(random, open.images(), i * open.length(), open.length(), points);
            }
            ascent.run(target, samples, rows, points, progress);
        }
        return progress.end();
    }
}
