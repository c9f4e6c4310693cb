package org.clipspark.job.suite.cell;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What is measured, by CLIP_benchmark's names. */
public enum SuiteTask {
    /** Images against the prompts of all classes. */
    ZEROSHOT_CLASSIFICATION(true),
    /** Images against captions and captions against images. */
    ZEROSHOT_RETRIEVAL(false),
    /** Logistic regression on the embeddings of images. */
    LINEAR_PROBE(false),
    /** Each image against its right caption and its wrong ones. */
    IMAGE_CAPTION_SELECTION(false),
    /** Images of the classes told from images of something else. */
    OOD_DETECTION(true);

    private final boolean usesPrompts;

    SuiteTask(boolean usesPrompts) {
        this.usesPrompts = usesPrompts;
    }

    /**
     * The task of that name.
     *
     * @throws IllegalArgumentException if there is none; the message lists the names
     */
    public static SuiteTask named(String name) {
        List<String> names = Arrays.stream(values()).map(SuiteTask::spelling).toList();
        if (!names.contains(name)) {
            throw new IllegalArgumentException(
                    "Unknown task '" + name + "' (expected: " + String.join(", ", names) + ")");
        }
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    /** Name in files. */
    public String spelling() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether its figures depend on prompts, and so on the language; otherwise it is measured in the first one only. */
    public boolean usesPrompts() {
        return usesPrompts;
    }
}
