package org.clipspark.job.suite.cell;

import java.util.List;

/**
 * What a cell shows beside its figures.
 *
 * @param slices accuracy by the groups of a column; empty without one
 * @param calibration bins of confidence; empty where nothing is classified
 * @param confusions the most frequent wrong answers, most frequent first
 * @param failures the queries that found theirs last, worst first
 */
public record Findings(
        List<Slice> slices, List<CalibrationBin> calibration, List<Confusion> confusions, List<Failure> failures) {
    /** Nothing. */
    public static final Findings NONE = new Findings(List.of(), List.of(), List.of(), List.of());

    /**
     * Accuracy of one group.
     *
     * @param group value of the column
     * @param samples images in it
     * @param accuracy fraction of them that is right
     */
    public record Slice(String group, long samples, double accuracy) {}

    /**
     * Images of about the same confidence.
     *
     * @param count images
     * @param confidence mean probability of the predicted class; 0 without images
     * @param accuracy fraction that is right; 0 without images
     */
    public record CalibrationBin(long count, double confidence, double accuracy) {}

    /**
     * A class that was taken for another one.
     *
     * @param truth name of the right class
     * @param predicted name of the class it was taken for
     * @param count images
     * @param key of one of them
     */
    public record Confusion(String truth, String predicted, long count, String key) {}

    /**
     * A query that failed.
     *
     * @param query which way it went
     * @param key of the image that it belongs to
     * @param text the query, or for an image the caption of its own that came first
     * @param rank its place from 1
     * @param foundKey of the image that came first, or that the caption that came first belongs to
     * @param foundText caption that came first; empty for a query by text
     */
    public record Failure(Outcome.Query query, String key, String text, int rank, String foundKey, String foundText) {}

    /** Copies the lists. */
    public Findings {
        slices = List.copyOf(slices);
        calibration = List.copyOf(calibration);
        confusions = List.copyOf(confusions);
        failures = List.copyOf(failures);
    }
}
