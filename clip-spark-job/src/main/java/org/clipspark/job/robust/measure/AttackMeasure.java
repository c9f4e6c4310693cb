package org.clipspark.job.robust.measure;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.clipspark.job.embed.RowScope;
import org.clipspark.job.robust.attack.AttackResult;
import org.clipspark.job.robust.attack.AttackStep;
import org.clipspark.job.robust.card.Accuracy;
import org.clipspark.job.robust.card.AttackOutcome;
import org.clipspark.job.robust.settings.AttackSettings;
import org.clipspark.job.robust.settings.RobustnessSettings;
import org.clipspark.job.robust.task.AttackJob;
import org.clipspark.job.robust.task.AttackPlan;
import org.clipspark.job.robust.task.AttackedUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Attacks through the zero-shot head, and whether those without gradients beat those with them. */
public final class AttackMeasure {
    private static final Logger log = LoggerFactory.getLogger(AttackMeasure.class);

    private final CleanSet clean;
    private final AttackJob job;
    private final Map<String, List<AttackedUnit.Example>> examples = new LinkedHashMap<>();

    /** Prepares the measure. */
    public AttackMeasure(CleanSet clean, AttackJob job) {
        this.clean = clean;
        this.job = job;
    }

    private record Done(AttackSettings settings, AttackResult result) {}

    /**
     * Attacks in the order of the settings.
     *
     * @throws IllegalArgumentException if there are no images
     */
    public List<AttackOutcome> measure(List<AttackSettings> attacks) {
        List<Done> done = new ArrayList<>();
        for (AttackSettings attack : attacks) {
            AttackedUnit attacked = job.run(plan(attack), clean.lineage(attack.images()));
            if (attacked.result().images() == 0) {
                throw new IllegalArgumentException("attacks: there is no image to attack; look at clean.split");
            }
            examples.put(attack.label(), attacked.examples());
            done.add(new Done(attack, attacked.result()));
            log.info(
                    "attack={} clean_accuracy={} robust_accuracy={}",
                    attack.label(),
                    String.format("%.4f", attacked.result().cleanAccuracy()),
                    String.format("%.4f", attacked.result().robustAccuracy()));
        }
        return done.stream()
                .map(each -> warning(each, done).map(outcome(each)::withWarning).orElseGet(() -> outcome(each)))
                .toList();
    }

    /** A few images of each attack, by its name; after {@link #measure}. */
    public Map<String, List<AttackedUnit.Example>> examples() {
        return examples;
    }

    private AttackPlan plan(AttackSettings attack) {
        RobustnessSettings settings = clean.settings();
        return new AttackPlan(
                clean.checkpoint().source(),
                clean.classifier(),
                new AttackPlan.Rows(
                        settings.clean().shards(),
                        settings.clean().splitChoice(),
                        RowScope.images(attack.images()),
                        settings.batchSize()),
                attack.attack(settings.seed()),
                settings.seed());
    }

    private AttackOutcome outcome(Done done) {
        AttackResult result = done.result();
        double confidence = clean.settings().confidence();
        return new AttackOutcome(
                done.settings().label(),
                done.settings().isByGradient(),
                Accuracy.of(result.right(), result.images(), confidence),
                Accuracy.of(result.robust(), result.images(), confidence),
                result.right() == 0 ? OptionalDouble.empty() : OptionalDouble.of(result.successRate()),
                result.steps().stream().map(step -> step(step, result.right())).toList(),
                Optional.empty());
    }

    private static AttackOutcome.Step step(AttackStep step, long right) {
        return new AttackOutcome.Step(
                step.images(),
                step.images() == 0 ? OptionalDouble.empty() : OptionalDouble.of(step.meanLoss()),
                right == 0 ? 0 : (double) step.fooled() / right);
    }

    /** For an attack without gradients: whether it beats the best one with them under the same bound. */
    private static Optional<String> warning(Done done, List<Done> all) {
        if (done.settings().isByGradient()) {
            return Optional.empty();
        }
        return all.stream()
                .filter(other ->
                        other.settings().isByGradient() && other.settings().isComparable(done.settings()))
                .map(Done::result)
                .min(Comparator.comparingLong(AttackResult::robust))
                .flatMap(best -> best.maskingWarning(done.result()));
    }
}
