package org.clipspark.job.robust.measure;

import java.util.ArrayList;
import java.util.List;
import org.clipspark.job.data.Seeds;
import org.clipspark.job.robust.card.Accuracy;
import org.clipspark.job.robust.card.TextResult;
import org.clipspark.job.robust.settings.TextSettings;
import org.clipspark.job.robust.text.TextPerturbation;
import org.clipspark.job.suite.plan.Prompts;

/** Accuracy on clean images where the prompts are mistyped, shuffled or said in other words. */
public final class TextMeasure {
    private final CleanSet clean;

    /** Prepares the measure. */
    public TextMeasure(CleanSet clean) {
        this.clean = clean;
    }

    /** Measures each kind at each strength. */
    public List<TextResult> measure(TextSettings settings) {
        List<TextResult> results = new ArrayList<>();
        for (TextPerturbation kind : settings.perturbations()) {
            for (double strength : settings.strengths()) {
                results.add(measure(kind, strength));
            }
        }
        return results;
    }

    private TextResult measure(TextPerturbation kind, double strength) {
        Prompts changed = changed(kind, strength);
        Scored images = clean.clean(clean.settings().clean().images());
        Accuracy accuracy = Accuracy.of(
                Scored.of(images.set(), clean.classifier(changed)).outcomes(),
                clean.settings().confidence());
        Accuracy before = Accuracy.of(images.outcomes(), clean.settings().confidence());
        return new TextResult(
                kind.label(),
                strength,
                fractionChanged(clean.prompts().all(), changed.all()),
                accuracy,
                before.accuracy() - accuracy.accuracy());
    }

    private Prompts changed(TextPerturbation kind, double strength) {
        List<List<String>> byClass = new ArrayList<>();
        for (List<String> own : clean.prompts().byClass()) {
            List<String> others = new ArrayList<>();
            for (String prompt : own) {
                long seed = Seeds.mix(clean.settings().seed(), kind.label().hashCode(), byClass.size(), others.size());
                others.add(kind.apply(prompt, strength, seed));
            }
            byClass.add(others);
        }
        return new Prompts(clean.prompts().classNames(), byClass);
    }

    private static double fractionChanged(List<String> before, List<String> after) {
        int changed = 0;
        for (int i = 0; i < before.size(); i++) {
            changed += before.get(i).equals(after.get(i)) ? 0 : 1;
        }
        return (double) changed / before.size();
    }
}
