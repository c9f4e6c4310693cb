package org.clipspark.job.suite.cell;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a task measured.
 *
 * @param metrics figure by CLIP_benchmark's name, in a fixed order; not a number where it has no meaning
 * @param intervals of some of them
 * @param chance what guessing gives, of some of them
 * @param samples queries or images that were measured
 * @param findings what else can be shown
 * @param outcomes of every query, in the order of the data
 */
public record Measured(
        Map<String, Double> metrics,
        Map<String, Interval> intervals,
        Map<String, Double> chance,
        long samples,
        Findings findings,
        List<Outcome> outcomes) {
    /** Copies the collections, in their order. */
    public Measured {
        metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
        intervals = Collections.unmodifiableMap(new LinkedHashMap<>(intervals));
        chance = Collections.unmodifiableMap(new LinkedHashMap<>(chance));
        outcomes = List.copyOf(outcomes);
    }
}
