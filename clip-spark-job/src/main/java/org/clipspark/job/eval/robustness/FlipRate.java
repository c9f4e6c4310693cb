package org.clipspark.job.eval.robustness;

import java.util.List;

/** How often a prediction changes along a sequence of nearly equal images (ImageNet-P; Hendrycks and Dietterich 2019). */
public final class FlipRate {
    private FlipRate() {}

    /** What each image of a sequence is compared with. */
    public enum Against {
        /** The image before: for changes that go on, such as a tilt. */
        PREVIOUS,
        /** The first image: for changes drawn anew each time, such as noise. */
        FIRST
    }

    /**
     * The rate: changes over comparisons, within each sequence, averaged over sequences.
     *
     * @param sequences predicted classes, image by image; each sequence has at least 2
     * @return from 0 to 1; a model that guesses among {@code C} classes comes to about {@code 1 - 1/C}
     * @throws IllegalArgumentException if there is no sequence or one is too short
     */
    public static double of(List<int[]> sequences, Against against) {
        if (sequences.isEmpty()) {
            throw new IllegalArgumentException("A flip rate needs at least one sequence, got none");
        }
        double sum = 0;
        for (int[] sequence : sequences) {
            if (sequence.length < 2) {
                throw new IllegalArgumentException("A sequence needs at least 2 predictions, got " + sequence.length);
            }
            int flips = 0;
            for (int i = 1; i < sequence.length; i++) {
                flips += sequence[i] != sequence[against == Against.FIRST ? 0 : i - 1] ? 1 : 0;
            }
            sum += (double) flips / (sequence.length - 1);
        }
        return sum / sequences.size();
    }
}
