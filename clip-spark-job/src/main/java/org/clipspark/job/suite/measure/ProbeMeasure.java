package org.clipspark.job.suite.measure;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.clipspark.job.embed.EmbeddedSet;
import org.clipspark.job.eval.ZeroShotResult;
import org.clipspark.job.eval.outcome.ClassOutcomes;
import org.clipspark.job.eval.probe.ProbeEvaluation;
import org.clipspark.job.eval.probe.ProbePlan;
import org.clipspark.job.suite.cell.Findings;
import org.clipspark.job.suite.cell.Interval;
import org.clipspark.job.suite.cell.Measured;
import org.clipspark.job.suite.cell.Outcome;
import org.clipspark.job.suite.settings.ProbeOptions;
import org.clipspark.model.dl4j.ProbeSettings;

/** Linear probes that learn from the data set's rows for training: all of them, or some of each class. */
public final class ProbeMeasure implements TaskMeasure {
    private static final int TOP = 5;

    private final ProbeOptions options;
    private final EmbeddedSet training;
    private final Intervals intervals;

    /**
     * Prepares the measure.
     *
     * @param training rows to learn from, of the same classes
     */
    public ProbeMeasure(ProbeOptions options, EmbeddedSet training, Intervals intervals) {
        this.options = options;
        this.training = training;
        this.intervals = intervals;
    }

    @Override
    public Measured of(EmbeddedSet set) {
        LabelledRows learnt = LabelledRows.of(training, List.of());
        LabelledRows tested = LabelledRows.of(set, List.of());
        int classes = set.classNames().size();
        Map<String, Double> metrics = new LinkedHashMap<>();
        Map<String, Interval> found = new LinkedHashMap<>();
        Map<String, Double> chance = new LinkedHashMap<>();
        List<Outcome> kept = List.of();
        for (int shots : options.shots()) {
            ProbeEvaluation evaluation = ProbeEvaluation.of(
                    new ProbeEvaluation.Split(learnt.images(), learnt.labels()),
                    new ProbeEvaluation.Split(tested.images(), tested.labels()),
                    classes,
                    plan(shots));
            String prefix = shots == ProbePlan.ALL_ROWS ? "lp_" : "lp_" + shots + "shot_";
            figures(prefix, evaluation, metrics, found);
            chance.put(prefix + "acc1", 1.0 / classes);
            if (kept.isEmpty()) {
                kept = ClassRows.of(set, tested, evaluation.outcomes(), label -> label);
            }
        }
        return new Measured(metrics, found, chance, tested.labels().length, Findings.NONE, kept);
    }

    private void figures(
            String prefix, ProbeEvaluation evaluation, Map<String, Double> metrics, Map<String, Interval> found) {
        ZeroShotResult sums = evaluation.result();
        ClassOutcomes outcomes = evaluation.outcomes();
        metrics.put(prefix + "acc1", sums.top1());
        metrics.put(prefix + "acc5", sums.top5());
        metrics.put(prefix + "mean_per_class_recall", sums.meanPerClassRecall());
        metrics.put(prefix + "weight_decay", evaluation.weightDecay());
        metrics.put(prefix + "trained_on", (double) evaluation.trainedOn());
        found.put(prefix + "acc1", intervals.mean(outcomes.hits(1)));
        if (outcomes.classes() >= TOP) {
            found.put(prefix + "acc5", intervals.mean(outcomes.hits(TOP)));
        }
        found.put(prefix + "mean_per_class_recall", intervals.classMean(outcomes.hits(1), outcomes.labels()));
    }

    private ProbePlan plan(int shots) {
        return new ProbePlan(
                shots,
                options.validationShare(),
                new ProbeSettings(options.learningRate(), options.epochs(), 0, options.seed()),
                options.seed());
    }
}
