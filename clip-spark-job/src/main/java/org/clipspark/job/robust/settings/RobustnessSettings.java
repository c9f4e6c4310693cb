package org.clipspark.job.robust.settings;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.clipspark.job.suite.settings.SuiteSettings.NamedCheckpoint;
import org.clipspark.job.suite.settings.SuiteSettings.Tokenizer;
import org.clipspark.prep.config.StrictYaml;

/**
 * What a robustness card measures. Paths are relative to the working directory of the command; those of folders may be any
 * address that Hadoop can open.
 *
 * @param output folder of the card
 * @param cache folder of the embeddings and attacks, which a later run reads instead of computing them again
 * @param checkpoint what is measured; of a folder of checkpoints the one that has seen the most pairs
 * @param tokenizer how prompts become tokens: that of the checkpoint's training
 * @param batchSize images or texts that the encoders work on at once, at least 1
 * @param seed of every draw: corruptions, starts of attacks, typing errors
 * @param confidence how often the intervals of accuracies hold the true value, between 0 and 1
 * @param clean data set with classes that everything is compared with
 * @param corruptions of its images
 * @param reference what corruption errors are divided by: {@code alexnet}, or the file of an earlier card
 * @param shifts other data sets of the same classes; may be empty
 * @param baseline accuracies on shifted data sets that usual models have, fitted to their cards
 * @param before file of the card that relative robustness is counted from
 * @param attacks on the clean images; may be empty
 * @param texts changes of the prompts
 * @param typographic names of wrong classes on the clean images
 * @param flips sequences along which predictions should not change; may be empty
 */
public record RobustnessSettings(
        String output,
        String cache,
        NamedCheckpoint checkpoint,
        Tokenizer tokenizer,
        int batchSize,
        long seed,
        double confidence,
        CleanSettings clean,
        Optional<CorruptionSettings> corruptions,
        Optional<String> reference,
        List<ShiftSettings> shifts,
        Optional<BaselineSettings> baseline,
        Optional<String> before,
        List<AttackSettings> attacks,
        Optional<TextSettings> texts,
        Optional<TypographicSettings> typographic,
        List<FlipSettings> flips) {
    /** Value of {@code reference} for the published errors of AlexNet on ImageNet-C. */
    public static final String ALEXNET = "alexnet";

    /** Copies the lists and checks the values. */
    public RobustnessSettings {
        shifts = List.copyOf(shifts);
        attacks = List.copyOf(attacks);
        flips = List.copyOf(flips);
        if (output.isBlank() || cache.isBlank()) {
            throw new IllegalArgumentException(
                    "output and cache must be folders, got '" + output + "' and '" + cache + "'");
        }
        if (batchSize < 1) {
            throw new IllegalArgumentException("batchSize must be at least 1, got " + batchSize);
        }
        if (!(confidence > 0 && confidence < 1)) {
            throw new IllegalArgumentException(
                    "confidence must be above 0 and below 1, such as 0.95, got " + confidence);
        }
        checkOnce("shifts", shifts.stream().map(ShiftSettings::name).toList());
        checkOnce("attacks", attacks.stream().map(AttackSettings::label).toList());
        checkOnce("flips", flips.stream().map(FlipSettings::label).toList());
        reference.ifPresent(name -> checkReference(name, corruptions));
        if (baseline.isPresent()) {
            baseline.get().checkKnown(shifts);
        }
        if (before.isPresent() && shifts.isEmpty()) {
            throw new IllegalArgumentException("before has no use without shifts: remove it");
        }
    }

    /**
     * Reads a file.
     *
     * @param overrides values that replace those of the file, each {@code key.path=value}
     * @throws org.clipspark.prep.config.ConfigException if the file cannot be read, or if a key is unknown, missing or
     *     impossible; the message has the file and every such key
     */
    public static RobustnessSettings load(Path file, List<String> overrides) {
        return StrictYaml.load(file, overrides, RobustnessSettings.class);
    }

    private static void checkReference(String name, Optional<CorruptionSettings> corruptions) {
        if (corruptions.isEmpty()) {
            throw new IllegalArgumentException("reference has no use without corruptions: remove it");
        }
        if (name.equals(ALEXNET) && !corruptions.get().hasAllSeverities()) {
            throw new IllegalArgumentException(
                    "reference alexnet needs corruptions.severities [1, 2, 3, 4, 5], at which"
                            + " its errors were measured, got "
                            + corruptions.get().severities());
        }
    }

    static void checkOnce(String what, List<String> names) {
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (!seen.add(name)) {
                throw new IllegalArgumentException(what + " has '" + name + "' twice");
            }
        }
    }

    /** Checks a number of images, where 0 means all. */
    static void checkImages(String key, long images) {
        if (images < 0) {
            throw new IllegalArgumentException(key + " must be at least 0, where 0 means all, got " + images);
        }
    }
}
