package org.clipspark.job.robust.settings;

import java.util.Optional;
import org.clipspark.job.embed.SplitChoice;
import org.clipspark.job.suite.cell.CellAddress;

/**
 * An entry of {@code shifts}: a data set of the same things that came about in another way.
 *
 * @param name in the card
 * @param shards folder that {@code clip prep run} wrote
 * @param split rows to measure on: {@code train}, {@code validation} or {@code all}
 * @param images how many rows of each split, spread evenly over it; 0 for all
 * @param classes what images are classified among
 * @param classMapFile UTF-8 file with the name of a class of this data set, a tab, and the name of the clean data set's class
 *     that it is, one a line, for {@code classes: clean} where the names differ; rows of other classes are left out
 * @param baseline published line that effective robustness is counted from, instead of one fitted to cards
 */
public record ShiftSettings(
        String name,
        String shards,
        String split,
        long images,
        Classes classes,
        Optional<String> classMapFile,
        Optional<Published> baseline) {
    /** What images are classified among. */
    public enum Classes {
        /** Those classes of the clean data set that this one has too, by the clean data set's prompts. */
        CLEAN,
        /** The data set's own class names in the clean data set's templates. */
        OWN
    }

    /** Lines fitted to published models. */
    public enum Published {
        /** ImageNetV2 by ImageNet. */
        IMAGENET_V2,
        /** ImageNet-Sketch by ImageNet. */
        IMAGENET_SKETCH
    }

    /** Checks the values. */
    public ShiftSettings {
        CellAddress.checkName("shifts", name);
        SplitChoice.named(split);
        RobustnessSettings.checkImages("shifts: images of '" + name + "'", images);
        if (shards.isBlank()) {
            throw new IllegalArgumentException("shifts: '" + name + "' needs shards: a folder of clip prep run");
        }
        if (classes == Classes.OWN && classMapFile.isPresent()) {
            throw new IllegalArgumentException(
                    "shifts: '" + name + "' has a classMapFile, which only classes: clean reads: remove it");
        }
    }

    /** The rows to measure on. */
    public SplitChoice splitChoice() {
        return SplitChoice.named(split);
    }
}
