package org.clipspark.job.robust.card;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * All that was measured of a checkpoint's robustness.
 *
 * @param subject what was measured
 * @param clean accuracy on the clean data set
 * @param corruptions empty where none was asked for
 * @param shifts in the order of the settings
 * @param attacks in the order of the settings
 * @param texts by kind and strength
 * @param typographic empty where it was not asked for
 * @param flips in the order of the settings
 */
public record RobustnessCard(
        Subject subject,
        Accuracy clean,
        Optional<CorruptionResult> corruptions,
        List<ShiftResult> shifts,
        List<AttackOutcome> attacks,
        List<TextResult> texts,
        Optional<TypographicResult> typographic,
        List<FlipResult> flips) {
    /** Copies the lists. */
    public RobustnessCard {
        shifts = List.copyOf(shifts);
        attacks = List.copyOf(attacks);
        texts = List.copyOf(texts);
        flips = List.copyOf(flips);
    }

    /**
     * What was measured, by what.
     *
     * @param model name of the model or run
     * @param checkpoint name of the checkpoint
     * @param dataset name of the clean data set
     * @param skipped rows of it whose image cannot be decoded
     * @param confidence of the intervals
     * @param lineage all that the figures follow from: hashes and settings by name
     * @param versions of the program and what it runs on
     */
    public record Subject(
            String model,
            String checkpoint,
            String dataset,
            long skipped,
            double confidence,
            Map<String, String> lineage,
            Map<String, String> versions) {
        /** Copies the maps, in the order of their names. */
        public Subject {
            lineage = Collections.unmodifiableMap(new TreeMap<>(lineage));
            versions = Collections.unmodifiableMap(new TreeMap<>(versions));
        }
    }
}
