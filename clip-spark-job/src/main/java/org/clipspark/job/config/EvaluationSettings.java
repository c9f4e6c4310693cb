package org.clipspark.job.config;

import java.io.Serializable;
import java.util.List;

/**
 * Section {@code evaluation}.
 *
 * @param templates prompts of zero-shot classification, each with {@code {c}} where the class name goes; at least one
 * @param batchSize images or texts embedded at once, at least 1
 * @param everyEpochs epochs between two evaluations, at least 1; the last epoch is always evaluated
 */
public record EvaluationSettings(List<String> templates, int batchSize, int everyEpochs) implements Serializable {
    /** What a template holds in place of the class name. */
    public static final String PLACEHOLDER = "{c}";

    /** Checks the values and copies the list. */
    public EvaluationSettings {
        templates = List.copyOf(templates);
        if (templates.isEmpty()) {
            throw new IllegalArgumentException("evaluation.templates must name at least one template, got []");
        }
        for (String template : templates) {
            if (!template.contains(PLACEHOLDER)) {
                throw new IllegalArgumentException("evaluation.templates must each contain " + PLACEHOLDER
                        + " for the class name, got '" + template + "'");
            }
        }
        Checks.atLeast("evaluation.batchSize", 1, batchSize);
        Checks.atLeast("evaluation.everyEpochs", 1, everyEpochs);
    }
}
