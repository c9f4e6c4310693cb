package org.clipspark.job.suite.measure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.clipspark.job.embed.EmbeddedSet;
import org.clipspark.job.eval.ClassSubset;
import org.clipspark.job.eval.Embeddings;
import org.clipspark.job.eval.ZeroShot;
import org.clipspark.job.eval.ZeroShotResult;
import org.clipspark.job.eval.outcome.ClassOutcomes;
import org.clipspark.job.eval.statistic.Calibration;
import org.clipspark.job.suite.cell.Findings;
import org.clipspark.job.suite.cell.Interval;
import org.clipspark.job.suite.cell.Measured;

/** Zero-shot classification: accuracy, calibration, groups, confusions. */
public final class ClassificationMeasure implements TaskMeasure {
    private static final int TOP = 5;
    private static final int CONFUSIONS = 20;

    private final Embeddings classifier;
    private final List<String> classNames;
    private final List<Integer> subset;
    private final Optional<String> slices;
    private final Intervals intervals;

    /**
     * Prepares the measure.
     *
     * @param classifier {@code [classes, E]}
     * @param classNames by label
     * @param subset labels between which alone images are classified, ascending; empty for all
     * @param slices column whose values are groups
     */
    public ClassificationMeasure(
            Embeddings classifier,
            List<String> classNames,
            List<Integer> subset,
            Optional<String> slices,
            Intervals intervals) {
        this.classifier = classifier;
        this.classNames = List.copyOf(classNames);
        this.subset = List.copyOf(subset);
        this.slices = slices;
        this.intervals = intervals;
    }

    @Override
    public Measured of(EmbeddedSet set) {
        LabelledRows rows = LabelledRows.of(set, subset);
        ClassOutcomes outcomes = outcomes(rows);
        Map<String, Double> metrics = new LinkedHashMap<>();
        ZeroShotResult sums = ZeroShotResult.of(outcomes);
        metrics.put("acc1", sums.top1());
        metrics.put("acc5", sums.top5());
        metrics.put("mean_per_class_recall", sums.meanPerClassRecall());
        boolean[] right = outcomes.isAmong(1);
        Calibration calibration = Calibration.equalWidth(outcomes.confidences(), right, Calibration.USUAL_BINS);
        metrics.put("ece", calibration.expectedError());
        metrics.put("nll", Means.of(outcomes.negativeLogLikelihoods()));
        metrics.put("brier", Means.of(outcomes.brierScores()));
        List<Findings.Slice> groups = slices.map(column -> Groups.of(set.column(column), rows.rows(), right))
                .orElse(List.of());
        metrics.putAll(Groups.metrics(groups));
        return new Measured(
                metrics,
                intervals(outcomes),
                chance(outcomes.classes()),
                outcomes.samples(),
                new Findings(groups, bins(calibration), confusions(set, rows, outcomes), List.of()),
                ClassRows.of(set, rows, outcomes, this::label));
    }

    private ClassOutcomes outcomes(LabelledRows rows) {
        if (subset.isEmpty()) {
            return new ZeroShot(classifier, rows.labels()).outcomes(rows.images());
        }
        ClassSubset some =
                new ClassSubset(subset.stream().mapToInt(Integer::intValue).toArray(), classifier.rows());
        return new ZeroShot(some.classifier(classifier), some.labels(rows.labels())).outcomes(rows.images());
    }

    /** Label in the data set of a class of the classifier that was used. */
    private int label(int used) {
        return subset.isEmpty() ? used : subset.get(used);
    }

    private Map<String, Interval> intervals(ClassOutcomes outcomes) {
        Map<String, Interval> found = new LinkedHashMap<>();
        found.put("acc1", intervals.mean(outcomes.hits(1)));
        if (outcomes.classes() >= TOP) {
            found.put("acc5", intervals.mean(outcomes.hits(TOP)));
        }
        found.put("mean_per_class_recall", intervals.classMean(outcomes.hits(1), outcomes.labels()));
        return found;
    }

    private static Map<String, Double> chance(int classes) {
        Map<String, Double> chance = new LinkedHashMap<>();
        chance.put("acc1", 1.0 / classes);
        if (classes >= TOP) {
            chance.put("acc5", (double) TOP / classes);
        }
        chance.put("mean_per_class_recall", 1.0 / classes);
        return chance;
    }

    private static List<Findings.CalibrationBin> bins(Calibration calibration) {
        return calibration.bins().stream()
                .map(bin -> new Findings.CalibrationBin(bin.samples(), bin.confidence(), bin.accuracy()))
                .toList();
    }

    private List<Findings.Confusion> confusions(EmbeddedSet set, LabelledRows rows, ClassOutcomes outcomes) {
        List<Findings.Confusion> confusions = new ArrayList<>();
        for (ClassOutcomes.Confusion confusion : outcomes.confusions(CONFUSIONS)) {
            int example = 0;
            while (outcomes.label(example) != confusion.label()
                    || outcomes.predicted(example) != confusion.predicted()) {
                example++;
            }
            confusions.add(new Findings.Confusion(
                    classNames.get(label(confusion.label())),
                    classNames.get(label(confusion.predicted())),
                    confusion.images(),
                    set.keys().get(rows.rows()[example])));
        }
        return confusions;
    }
}
