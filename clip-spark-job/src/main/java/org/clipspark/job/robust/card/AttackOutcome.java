package org.clipspark.job.robust.card;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What an attack does.
 *
 * @param name of the attack with its settings
 * @param isByGradient whether it uses gradients
 * @param clean accuracy on the images before
 * @param robust accuracy on them after
 * @param success fraction of the images that were right before and are fooled; empty where none was right
 * @param steps its log: with gradients the start of each run and its steps, without them query by query
 * @param warning what makes the attack doubtful
 */
public record AttackOutcome(
        String name,
        boolean isByGradient,
        Accuracy clean,
        Accuracy robust,
        OptionalDouble success,
        List<Step> steps,
        Optional<String> warning) {
    /**
     * One step.
     *
     * @param images still under attack
     * @param meanLoss their mean cross-entropy, in nats; empty where none is left
     * @param success of all steps so far; 0 where no image was right before
     */
    public record Step(long images, OptionalDouble meanLoss, double success) {}

    /** Copies the list. */
    public AttackOutcome {
        steps = List.copyOf(steps);
    }

    /** The same with a warning. */
    public AttackOutcome withWarning(String text) {
        return new AttackOutcome(name, isByGradient, clean, robust, success, steps, Optional.of(text));
    }
}
