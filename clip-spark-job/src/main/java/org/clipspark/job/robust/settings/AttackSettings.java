package org.clipspark.job.robust.settings;

import java.util.Locale;
import java.util.Optional;
import org.clipspark.job.robust.attack.Attack;
import org.clipspark.job.robust.attack.Fgsm;
import org.clipspark.job.robust.attack.Pgd;
import org.clipspark.job.robust.attack.SquareAttack;
import org.clipspark.job.robust.attack.bound.Bound;
import org.clipspark.job.robust.attack.bound.Norm;

/**
 * An entry of {@code attacks}.
 *
 * @param kind how the change is found
 * @param norm what is bounded
 * @param epsilon bound in 255ths of the range of a value, above 0: 4 is 4/255; an {@code l2} bound of 0.5 is 127.5
 * @param steps of {@code pgd}; queries of {@code square}; 1 for {@code fgsm}
 * @param stepSize of {@code pgd} in 255ths; otherwise 2.5 {@code epsilon / steps}
 * @param randomStarts runs of {@code pgd} from random points; 0 for one run from the image itself, and for the other kinds
 * @param images how many rows of each split, spread evenly over it; 0 for all
 */
public record AttackSettings(
        Kind kind, Norm norm, double epsilon, int steps, Optional<Double> stepSize, int randomStarts, long images) {
    /** As Madry et al. have it: the steps can reach the bound and go on from there. */
    private static final double USUAL_REACH = 2.5;
    /** That of AutoAttack. */
    private static final double SQUARE_SHARE = 0.8;

    /** How the change is found. */
    public enum Kind {
        /** One step along the gradient. */
        FGSM,
        /** Projected steps along the gradient. */
        PGD,
        /** Random squares, without a gradient. */
        SQUARE
    }

    /** Checks the values. */
    public AttackSettings {
        RobustnessSettings.checkImages("attacks: images", images);
        if (kind != Kind.PGD && (stepSize.isPresent() || randomStarts != 0)) {
            throw new IllegalArgumentException("attacks: stepSize and randomStarts are for pgd; of " + lower(kind)
                    + " leave stepSize out and set randomStarts: 0");
        }
        if (kind == Kind.FGSM && steps != 1) {
            throw new IllegalArgumentException("attacks: fgsm takes steps: 1, got " + steps);
        }
        attack(kind, new Bound(norm, epsilon), steps, stepSize, randomStarts, 0);
    }

    /** The attack. */
    public Attack attack(long seed) {
        return attack(kind, new Bound(norm, epsilon), steps, stepSize, randomStarts, seed);
    }

    private static Attack attack(
            Kind kind, Bound bound, int steps, Optional<Double> stepSize, int randomStarts, long seed) {
        return switch (kind) {
            case FGSM -> new Fgsm(bound);
            case PGD ->
                new Pgd(
                        bound,
                        stepSize.orElse(USUAL_REACH * bound.epsilon() / Math.max(1, steps)),
                        steps,
                        randomStarts,
                        seed);
            case SQUARE -> new SquareAttack(bound, steps, SQUARE_SHARE, seed);
        };
    }

    /** Whether it uses gradients. */
    public boolean isByGradient() {
        return kind != Kind.SQUARE;
    }

    /** Whether another one is aimed at the same images under the same bound. */
    public boolean isComparable(AttackSettings other) {
        return norm == other.norm && epsilon == other.epsilon && images == other.images;
    }

    /** Which one it is, such as {@code pgd-10 linf 4/255 x2}. */
    public String label() {
        String bound = epsilon == Math.rint(epsilon) ? String.valueOf((long) epsilon) : String.valueOf(epsilon);
        return lower(kind) + (kind == Kind.FGSM ? "" : "-" + steps) + " " + lower(norm) + " " + bound + "/255"
                + (randomStarts == 0 ? "" : " x" + randomStarts)
                + stepSize.map(size -> " by " + size).orElse("");
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
