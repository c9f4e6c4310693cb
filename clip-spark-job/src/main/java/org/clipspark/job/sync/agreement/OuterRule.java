package org.clipspark.job.sync.agreement;

/** What becomes of the difference between the parameters before local steps and the mean after them. */
public enum OuterRule {
    /** The mean is taken as it is. */
    NONE,
    /** Steps with heavy-ball momentum (slow momentum, SlowMo). */
    MOMENTUM,
    /** Steps with Nesterov's momentum, as in DiLoCo. */
    NESTEROV
}
