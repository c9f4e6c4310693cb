package org.clipspark.job.robust.settings;

import java.util.List;
import org.clipspark.job.robust.text.TextPerturbation;

/**
 * Section {@code texts}.
 *
 * @param kinds names of {@link TextPerturbation}
 * @param strengths above 0 up to 1, each measured by itself
 */
public record TextSettings(List<String> kinds, List<Double> strengths) {
    /** Copies the lists and checks the values. */
    public TextSettings {
        kinds = List.copyOf(kinds);
        strengths = List.copyOf(strengths);
        RobustnessSettings.checkOnce("texts.kinds", kinds);
        kinds.forEach(TextPerturbation::named);
        if (kinds.isEmpty()
                || strengths.isEmpty()
                || strengths.stream().anyMatch(strength -> !(strength > 0 && strength <= 1))
                || strengths.stream().distinct().count() < strengths.size()) {
            throw new IllegalArgumentException(
                    "texts needs kinds, and different strengths above 0 up to 1, got " + kinds + " and " + strengths);
        }
    }

    /** What is done to the prompts. */
    public List<TextPerturbation> perturbations() {
        return kinds.stream().map(TextPerturbation::named).toList();
    }
}
