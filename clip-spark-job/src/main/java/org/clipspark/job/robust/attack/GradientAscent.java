package org.clipspark.job.robust.attack;

import org.clipspark.job.robust.attack.bound.Ball;

/**
 * A run of steps along the gradient of the loss.
 *
 * @param ball where the points stay
 * @param stepSize in units of the values
 * @param steps number of moves; the log has one entry more, for where they start
 */
record GradientAscent(Ball ball, double stepSize, int steps) {
    /** Moves these rows from these points, {@code [rows][length]}, overwritten. */
    void run(AttackTarget target, AttackSamples samples, int[] rows, float[] points, AttackProgress progress) {
        if (rows.length == 0) {
            progress.skip(steps + 1);
            return;
        }
        AttackSamples open = samples.select(rows);
        int length = open.length();
        float[] logits = new float[rows.length * target.classes()];
        float[] gradients = new float[points.length];
        for (int step = 0; step < steps; step++) {
            target.lossGradients(points, open.labels(), logits, gradients);
            progress.observe(rows, points, logits);
            for (int i = 0; i < rows.length; i++) {
                ball.ascend(open.images(), gradients, stepSize, i * length, length, points);
            }
        }
        progress.observe(rows, points, target.logits(points));
    }
}
