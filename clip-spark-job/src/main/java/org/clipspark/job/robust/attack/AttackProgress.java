package org.clipspark.job.robust.attack;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** What is known of images while they are attacked. */
final class AttackProgress {
    private final AttackSamples samples;
    private final int classes;
    private final boolean[] robust;
    private final double[] losses;
    private final float[] worst;
    private final int right;
    private final List<AttackStep> steps = new ArrayList<>();
    private long queries;

    /**
     * Classifies the images as they are.
     *
     * @throws IllegalArgumentException if the samples do not fit the target
     */
    AttackProgress(AttackTarget target, AttackSamples samples) {
        check(target, samples);
        this.samples = samples;
        this.classes = target.classes();
        this.robust = new boolean[samples.count()];
        this.losses = new double[samples.count()];
        this.worst = samples.images().clone();
        this.queries = samples.count();
        Arrays.fill(losses, Double.NEGATIVE_INFINITY);
        ClassScores scores = new ClassScores(target.logits(samples.images()), classes);
        int count = 0;
        for (int row = 0; row < robust.length; row++) {
            robust[row] = scores.isRight(row, samples.labels()[row]);
            count += robust[row] ? 1 : 0;
        }
        this.right = count;
    }

    private static void check(AttackTarget target, AttackSamples samples) {
        if (samples.length() != target.pixels().length()) {
            throw new IllegalArgumentException("Images of " + samples.length() + " values, expected the target's "
                    + target.pixels().length());
        }
        for (int label : samples.labels()) {
            if (label < 0 || label >= target.classes()) {
                throw new IllegalArgumentException(
                        "Label " + label + " is not one of the " + target.classes() + " classes");
            }
        }
    }

    /** Rows that were right at first and have not been fooled yet. */
    int[] open() {
        return IntStream.range(0, robust.length).filter(row -> robust[row]).toArray();
    }

    /**
     * Takes note of a step.
     *
     * @param rows which images were moved
     * @param points {@code [rows][length]}, where to
     * @param logits {@code [rows, classes]} there
     */
    void observe(int[] rows, float[] points, float[] logits) {
        ClassScores scores = new ClassScores(logits, classes);
        double sum = 0;
        for (int i = 0; i < rows.length; i++) {
            int label = samples.labels()[rows[i]];
            double loss = scores.loss(i, label);
            sum += loss;
            note(rows[i], points, i, loss, scores.isRight(i, label));
        }
        queries += rows.length;
        steps.add(new AttackStep(rows.length, sum, fooled()));
    }

    private void note(int row, float[] points, int place, double loss, boolean isRight) {
        if (!robust[row] || (isRight && loss <= losses[row])) {
            return;
        }
        robust[row] = isRight;
        losses[row] = loss;
        System.arraycopy(points, place * samples.length(), worst, row * samples.length(), samples.length());
    }

    /** Fills the log up, where no image is left to attack. */
    void skip(int count) {
        for (int i = 0; i < count; i++) {
            steps.add(new AttackStep(0, 0, fooled()));
        }
    }

    private long fooled() {
        return right - (long) open().length;
    }

    AttackedImages end() {
        AttackResult result = new AttackResult(robust.length, right, right - fooled(), steps, queries);
        return new AttackedImages(result, worst, robust);
    }
}
