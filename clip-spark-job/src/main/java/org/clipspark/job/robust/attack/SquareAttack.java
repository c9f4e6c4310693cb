package org.clipspark.job.robust.attack;

import org.clipspark.job.robust.attack.bound.Bound;
import org.clipspark.job.robust.attack.bound.LinfBall;
import org.clipspark.job.robust.attack.bound.Norm;

/**
 * Square Attack under an Linf bound (Andriushchenko et al. 2020): random search that asks for scores only. It starts from
 * vertical stripes and tries squares at random places, every channel of a square at one end of what the bound allows;
 * what brings the right class closer to the best other one is kept. An image that is fooled is asked for no more.
 *
 * <p>Step {@code q} of the log is query {@code q + 1} of each image that is still right.
 *
 * @param bound largest change of an image, of norm {@link Norm#LINF}
 * @param queries most questions per image, at least 1
 * @param initialShare share of the pixels that the first squares cover, above 0 and at most 1; 0.05 in the paper for ImageNet,
 *     0.8 in AutoAttack
 * @param seed of stripes, places and signs
 */
public record SquareAttack(Bound bound, int queries, double initialShare, long seed) implements Attack {
    /** Checks the numbers. */
    public SquareAttack {
        if (bound.norm() != Norm.LINF) {
            throw new IllegalArgumentException("Square Attack needs a bound of norm LINF, got " + bound.norm());
        }
        if (queries < 1) {
            throw new IllegalArgumentException("queries must be at least 1, got " + queries);
        }
        if (!(initialShare > 0 && initialShare <= 1)) {
            throw new IllegalArgumentException("initialShare must be above 0 and at most 1, got " + initialShare);
        }
    }

    @Override
    public AttackedImages run(AttackTarget target, AttackSamples samples) {
        AttackProgress progress = new AttackProgress(target, samples);
        SquareSearch search = new SquareSearch(samples, target.pixels(), (LinfBall) bound.ball(), seed);
        int query = 0;
        for (int[] rows = progress.open(); query < queries && rows.length > 0; rows = progress.open()) {
            float[] points = query == 0 ? search.stripes(rows) : search.squares(rows, share(query));
            float[] logits = target.logits(points);
            progress.observe(rows, points, logits);
            search.keepBetter(rows, points, new ClassScores(logits, target.classes()));
            query++;
        }
        progress.skip(queries - query);
        return progress.end();
    }

    /** Share of the pixels that a square covers: halved at the published times, which are for 10,000 queries. */
    double share(int query) {
        int[] halvings = {10, 50, 200, 500, 1000, 2000, 4000, 6000, 8000};
        long time = 10_000L * query / queries;
        double share = initialShare;
        for (int halving : halvings) {
            share = time > halving ? share / 2 : share;
        }
        return share;
    }
}
