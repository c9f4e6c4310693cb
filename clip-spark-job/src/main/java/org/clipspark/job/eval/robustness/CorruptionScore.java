package org.clipspark.job.eval.robustness;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Errors on corrupted images in relation to a reference (Hendrycks and Dietterich 2019, section 4.2); 1 is as many errors as
 * the reference makes, lower is better.
 *
 * @param reference name of the model that errors are divided by
 * @param errors corruption errors: the sum over severities of the model's errors, divided by that of the reference's
 * @param mean mCE: mean of {@code errors} over corruptions
 * @param relativeErrors the same of errors beyond those on clean images; not a number where the reference has none beyond
 * @param relativeMean relative mCE: mean of {@code relativeErrors}
 */
public record CorruptionScore(
        String reference,
        Map<String, Double> errors,
        double mean,
        Map<String, Double> relativeErrors,
        double relativeMean) {
    /** Copies the maps. */
    public CorruptionScore {
        errors = Collections.unmodifiableMap(new LinkedHashMap<>(errors));
        relativeErrors = Collections.unmodifiableMap(new LinkedHashMap<>(relativeErrors));
    }

    /**
     * Scores a model.
     *
     * @param cleanError fraction of clean images that the model has wrong
     * @param bySeverity name of each of the reference's corruptions to the fractions that the model has wrong, one a severity
     * @param reference which must have been measured at the same severities
     * @throws IllegalArgumentException if corruptions are missing or unknown to the reference, or an error is no fraction
     */
    public static CorruptionScore of(
            double cleanError, Map<String, List<Double>> bySeverity, CorruptionReference reference) {
        Errors.check("clean error", cleanError);
        checkSame(bySeverity.keySet(), reference);
        Map<String, Double> errors = new LinkedHashMap<>();
        Map<String, Double> relative = new LinkedHashMap<>();
        reference.errors().forEach((corruption, own) -> {
            double error = Errors.mean(corruption, bySeverity.getOrDefault(corruption, List.of()));
            errors.put(corruption, error / own);
            double beyond = own - reference.cleanError();
            relative.put(corruption, beyond > 0 ? (error - cleanError) / beyond : Double.NaN);
        });
        return new CorruptionScore(reference.name(), errors, mean(errors), relative, mean(relative));
    }

    private static void checkSame(Set<String> measured, CorruptionReference reference) {
        Set<String> missing = new TreeSet<>(reference.errors().keySet());
        missing.removeAll(measured);
        Set<String> unknown = new TreeSet<>(measured);
        unknown.removeAll(reference.errors().keySet());
        if (!missing.isEmpty() || !unknown.isEmpty()) {
            throw new IllegalArgumentException("A score by " + reference.name()
                    + " needs exactly its corruptions: missing " + missing + ", unknown " + unknown);
        }
    }

    private static double mean(Map<String, Double> values) {
        return values.values().stream()
                .mapToDouble(Double::doubleValue)
                .average()
                .orElseThrow();
    }
}
