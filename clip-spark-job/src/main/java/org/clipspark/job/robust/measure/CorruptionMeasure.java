package org.clipspark.job.robust.measure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.hadoop.conf.Configuration;
import org.clipspark.job.eval.robustness.CorruptionReference;
import org.clipspark.job.eval.robustness.CorruptionScore;
import org.clipspark.job.robust.card.Accuracy;
import org.clipspark.job.robust.card.CardFile;
import org.clipspark.job.robust.card.CorruptionCurve;
import org.clipspark.job.robust.card.CorruptionResult;
import org.clipspark.job.robust.corruption.CorruptedImage;
import org.clipspark.job.robust.corruption.CorruptionChoice;
import org.clipspark.job.robust.corruption.ImageCorruption;
import org.clipspark.job.robust.settings.CorruptionSettings;
import org.clipspark.job.robust.settings.RobustnessSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Accuracy under corruptions, which the tasks that embed the images apply: no corrupted image is stored. */
public final class CorruptionMeasure {
    private static final Logger log = LoggerFactory.getLogger(CorruptionMeasure.class);

    private final CleanSet clean;
    private final CorruptionSettings settings;
    private final Configuration hadoop;

    /** Prepares the measure. */
    public CorruptionMeasure(CleanSet clean, CorruptionSettings settings, Configuration hadoop) {
        this.clean = clean;
        this.settings = settings;
        this.hadoop = hadoop;
    }

    /**
     * Measures.
     *
     * @throws IllegalArgumentException if a corruption is unknown, or the reference was measured otherwise
     * @throws java.io.UncheckedIOException if something cannot be read or written
     */
    public CorruptionResult measure() {
        List<ImageCorruption> corruptions = CorruptionChoice.of(settings.names(), settings.plugins());
        // Before the long part, so that a reference that does not fit is told at once.
        Optional<CorruptionReference> reference = reference(corruptions);
        Accuracy before = accuracy(clean.clean(settings.images()));
        List<CorruptionCurve> curves = corruptions.stream().map(this::curve).toList();
        return new CorruptionResult(before, curves, reference.map(each -> score(before, curves, each)));
    }

    private CorruptionCurve curve(ImageCorruption corruption) {
        List<Accuracy> points = new ArrayList<>();
        for (int severity : settings.severities()) {
            CorruptedImage change = new CorruptedImage(corruption, severity, clean.imageSize());
            Accuracy accuracy = accuracy(
                    clean.scored(settings.images(), change, clean.settings().seed()));
            log.info(
                    "corruption={} severity={} accuracy={}",
                    corruption.name(),
                    severity,
                    String.format("%.4f", accuracy.accuracy()));
            points.add(accuracy);
        }
        return new CorruptionCurve(corruption.name(), corruption.group(), settings.severities(), points);
    }

    private Accuracy accuracy(Scored scored) {
        return Accuracy.of(scored.outcomes(), clean.settings().confidence());
    }

    /** The reference over those of its corruptions that are measured and that the benchmark counts. */
    private Optional<CorruptionReference> reference(List<ImageCorruption> corruptions) {
        List<String> names = corruptions.stream().map(ImageCorruption::name).toList();
        Predicate<String> isWanted = name -> names.contains(name) && isOfBenchmark(name);
        if (clean.settings().reference().isEmpty() || names.stream().noneMatch(isWanted)) {
            return Optional.empty();
        }
        String name = clean.settings().reference().get();
        return Optional.of(
                name.equals(RobustnessSettings.ALEXNET)
                        ? some(CorruptionReference.ALEXNET, isWanted)
                        : CardFile.read(name, hadoop).reference(isWanted, settings.severities()));
    }

    private static boolean isOfBenchmark(String name) {
        return CorruptionChoice.of(List.of(CorruptionChoice.ALL), List.of()).stream()
                .anyMatch(counted -> counted.name().equals(name));
    }

    private static CorruptionReference some(CorruptionReference all, Predicate<String> isWanted) {
        Map<String, Double> errors = new LinkedHashMap<>(all.errors());
        errors.keySet().removeIf(isWanted.negate());
        if (errors.isEmpty()) {
            throw new IllegalArgumentException("reference " + all.name() + " has none of the corruptions (it has: "
                    + all.errors().keySet() + "): remove it");
        }
        return new CorruptionReference(all.name(), all.cleanError(), errors);
    }

    private static CorruptionScore score(Accuracy before, List<CorruptionCurve> curves, CorruptionReference reference) {
        Map<String, List<Double>> errors = new LinkedHashMap<>();
        curves.stream()
                .filter(curve -> reference.errors().containsKey(curve.name()))
                .forEach(curve -> errors.put(curve.name(), curve.errors()));
        return CorruptionScore.of(before.error(), errors, reference);
    }
}
