package org.clipspark.job.robust.attack;

import org.clipspark.job.robust.attack.bound.Bound;

/**
 * The fast gradient sign method (Goodfellow et al. 2015): one step of the bound's size, {@code x + epsilon sign(g)}; under
 * an L2 bound {@code x + epsilon g / |g|}.
 *
 * @param bound largest change of an image
 */
public record Fgsm(Bound bound) implements Attack {
    @Override
    public AttackedImages run(AttackTarget target, AttackSamples samples) {
        AttackProgress progress = new AttackProgress(target, samples);
        int[] rows = progress.open();
        float[] points = samples.select(rows).images();
        new GradientAscent(bound.ball(), bound.epsilon() / Bound.LEVELS, 1)
                .run(target, samples, rows, points, progress);
        return progress.end();
    }
}
