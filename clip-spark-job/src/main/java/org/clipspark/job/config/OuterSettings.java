package org.clipspark.job.config;

import java.io.Serializable;
import org.clipspark.job.sync.agreement.OuterRule;

/**
 * Section {@code train.outer}: the step that replicas take along the way that they went on average.
 *
 * @param rule none takes the mean as it is
 * @param learningRate of that step, above 0; with momentum, 0.7 in DiLoCo
 * @param momentum of that step, at least 0 and less than 1; 0.9 in DiLoCo
 */
public record OuterSettings(OuterRule rule, double learningRate, double momentum) implements Serializable {
    /** Checks the values. */
    public OuterSettings {
        Checks.positive("train.outer.learningRate", learningRate);
        Checks.fractionBelowOne("train.outer.momentum", momentum);
    }

    /** Whether there is such a step. */
    public boolean isUsed() {
        return rule != OuterRule.NONE;
    }
}
