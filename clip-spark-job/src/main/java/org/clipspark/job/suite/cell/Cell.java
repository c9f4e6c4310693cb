package org.clipspark.job.suite.cell;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * One result: a checkpoint on a data set, in a language, at a task.
 *
 * @param address which one it is
 * @param metrics figure by CLIP_benchmark's name, in a fixed order; not a number where it has no meaning
 * @param intervals of some of them
 * @param chance what guessing gives, of some of them
 * @param samples images or queries that were measured
 * @param skipped rows that could not be: their images cannot be decoded
 * @param progress how far the training of the checkpoint was
 * @param findings what else can be shown
 * @param lineage what the figures follow from
 * @param versions of the program and what it runs on
 * @param evaluatedAt when it was measured
 * @param seconds that it took, by part of the work
 */
public record Cell(
        CellAddress address,
        Map<String, Double> metrics,
        Map<String, Interval> intervals,
        Map<String, Double> chance,
        long samples,
        long skipped,
        Progress progress,
        Findings findings,
        Lineage lineage,
        Map<String, String> versions,
        Instant evaluatedAt,
        Map<String, Double> seconds) {
    /** Copies the maps. */
    public Cell {
        metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
        intervals = Collections.unmodifiableMap(new LinkedHashMap<>(intervals));
        chance = Collections.unmodifiableMap(new LinkedHashMap<>(chance));
        versions = Collections.unmodifiableMap(new TreeMap<>(versions));
        seconds = Collections.unmodifiableMap(new TreeMap<>(seconds));
    }

    /** A figure; not a number where it was not measured or has no meaning. */
    public double metric(String name) {
        return metrics.getOrDefault(name, Double.NaN);
    }
}
