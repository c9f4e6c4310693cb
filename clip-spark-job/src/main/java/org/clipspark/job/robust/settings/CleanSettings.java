package org.clipspark.job.robust.settings;

import org.clipspark.job.embed.SplitChoice;
import org.clipspark.job.suite.cell.CellAddress;
import org.clipspark.job.suite.settings.LanguageSettings;

/**
 * Section {@code clean}.
 *
 * @param name in the card
 * @param shards folder that {@code clip prep run} wrote
 * @param split rows to measure on: {@code train}, {@code validation} or {@code all}
 * @param images how many rows of each split, spread evenly over it; 0 for all
 * @param prompts that make up the classifier
 */
public record CleanSettings(String name, String shards, String split, long images, LanguageSettings prompts) {
    /** Checks the values. */
    public CleanSettings {
        CellAddress.checkName("clean", name);
        SplitChoice.named(split);
        RobustnessSettings.checkImages("clean.images", images);
        if (shards.isBlank()) {
            throw new IllegalArgumentException("clean needs shards: a folder of clip prep run");
        }
        prompts.checkHasPrompts();
    }

    /** The rows to measure on. */
    public SplitChoice splitChoice() {
        return SplitChoice.named(split);
    }
}
