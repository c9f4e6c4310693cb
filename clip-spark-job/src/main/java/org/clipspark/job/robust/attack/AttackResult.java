package org.clipspark.job.robust.attack;

import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What an attack did to a number of images, as counts that add up over batches.
 *
 * @param images all of them
 * @param right images classified right before the attack; only these are attacked
 * @param robust images classified right before the attack and at every point that it tried
 * @param steps the attack's log: a fixed number of steps, whichever the images; of an attack in several runs one run after
 *     the other
 * @param queries images that the classifier was shown, each time counted
 */
public record AttackResult(long images, long right, long robust, List<AttackStep> steps, long queries)
        implements Serializable {
    private static final AttackResult EMPTY = new AttackResult(0, 0, 0, List.of(), 0);

    /** Checks the counts. */
    public AttackResult {
        if (robust < 0 || right < robust || images < right || queries < 0) {
            throw new IllegalArgumentException("Counts must fall from images to right to robust, got images=" + images
                    + " right=" + right + " robust=" + robust + " queries=" + queries);
        }
        steps = List.copyOf(steps);
    }

    /** The result of no images: neutral to {@link #plus}. */
    public static AttackResult empty() {
        return EMPTY;
    }

    /**
     * The result over the images of both.
     *
     * @throws IllegalArgumentException if the two come from attacks of different numbers of steps
     */
    public AttackResult plus(AttackResult other) {
        if (steps.isEmpty() || other.steps.isEmpty()) {
            return sum(other, steps.isEmpty() ? other.steps : steps);
        }
        if (steps.size() != other.steps.size()) {
            throw new IllegalArgumentException("Results of different attacks do not add up: " + steps.size() + " and "
                    + other.steps.size() + " steps");
        }
        return sum(
                other,
                IntStream.range(0, steps.size())
                        .mapToObj(i -> steps.get(i).plus(other.steps.get(i)))
                        .toList());
    }

    private AttackResult sum(AttackResult other, List<AttackStep> sums) {
        return new AttackResult(
                images + other.images, right + other.right, robust + other.robust, sums, queries + other.queries);
    }

    /** Fraction of all images classified right before the attack; not a number without images. */
    public double cleanAccuracy() {
        return (double) right / images;
    }

    /** Fraction of all images still classified right after it. */
    public double robustAccuracy() {
        return (double) robust / images;
    }

    /** Of the images right at first, the fraction that is fooled; not a number without any. */
    public double successRate() {
        return (double) (right - robust) / right;
    }

    /** Fraction of all images that are wrong in the end, whether they were right at first or not. */
    public double successRateOnAll() {
        return (double) (images - robust) / images;
    }

    /** {@link #successRate} up to each step; never falls. */
    public List<Double> successCurve() {
        return steps.stream().map(step -> (double) step.fooled() / right).toList();
    }

    /** Mean loss of each step. */
    public List<Double> meanLosses() {
        return steps.stream().map(AttackStep::meanLoss).toList();
    }

    /**
     * A warning if an attack without gradients fools more images than this one with them, which then follows gradients
     * that lead nowhere (gradient masking): the robust accuracy of this attack says nothing. Both must have been
     * aimed at the same images under the same bound.
     *
     * @throws IllegalArgumentException if they saw different numbers of images
     */
    public Optional<String> maskingWarning(AttackResult withoutGradients) {
        if (images != withoutGradients.images || right != withoutGradients.right) {
            throw new IllegalArgumentException("The attacks saw different images: " + right + " right of " + images
                    + " and " + withoutGradients.right + " right of " + withoutGradients.images);
        }
        if (withoutGradients.robust >= robust) {
            return Optional.empty();
        }
        return Optional.of(String.format(
                Locale.ROOT,
                "Masked gradients: the attack without gradients fools %.1f %% of the images right at first, the one with"
                        + " them %.1f %%. Do not take its robust accuracy for robustness.",
                100 * withoutGradients.successRate(),
                100 * successRate()));
    }
}
