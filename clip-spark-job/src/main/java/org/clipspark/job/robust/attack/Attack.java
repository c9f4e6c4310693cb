package org.clipspark.job.robust.attack;

import java.io.Serializable;

/** A way to look for images that a classifier gets wrong near images that it gets right. */
public sealed interface Attack extends Serializable permits Fgsm, Pgd, SquareAttack {
    /**
     * Attacks the images that the target classifies right. Every point that is tried stays in [0, 1] and, without any
     * tolerance, within the attack's bound. Equal seeds give equal results; what an image's random numbers are does not
     * depend on the images beside it.
     *
     * @throws IllegalArgumentException if the samples do not fit the target; the message says how
     */
    AttackedImages run(AttackTarget target, AttackSamples samples);
}
