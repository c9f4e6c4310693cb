package org.clipspark.job.robust.measure;

import org.clipspark.job.robust.card.Accuracy;
import org.clipspark.job.robust.card.TypographicResult;
import org.clipspark.job.robust.settings.TypographicSettings;

/** Whether the model believes what it reads: the name of another class is written onto each image. */
public final class TypographicMeasure {
    private final CleanSet clean;

    /** Prepares the measure. */
    public TypographicMeasure(CleanSet clean) {
        this.clean = clean;
    }

    /** What became of the images that bear the name of another class than their own. */
    private static final class Tally {
        private long images;
        private long rightBefore;
        private long rightAfter;
        private long writtenBefore;
        private long writtenAfter;

        void add(int label, int written, int before, int after) {
            images++;
            rightBefore += before == label ? 1 : 0;
            rightAfter += after == label ? 1 : 0;
            writtenBefore += before == written ? 1 : 0;
            writtenAfter += after == written ? 1 : 0;
        }

        TypographicResult result(double confidence) {
            return new TypographicResult(
                    Accuracy.of(rightBefore, images, confidence),
                    Accuracy.of(rightAfter, images, confidence),
                    Accuracy.of(writtenAfter, images, confidence),
                    Accuracy.of(writtenBefore, images, confidence));
        }
    }

    /**
     * Measures; an image that happens to get the name of its own class is left out.
     *
     * @throws IllegalArgumentException if a class name cannot be written, or no image is left
     */
    public TypographicResult measure(TypographicSettings settings) {
        TypographicImage change = new TypographicImage(
                clean.prompts().classNames(),
                settings.size(),
                clean.imageSize().height(),
                clean.imageSize().width());
        long seed = clean.settings().seed();
        Scored before = clean.clean(settings.images());
        Scored after = clean.scored(settings.images(), change, seed);
        Tally tally = new Tally();
        for (int i = 0; i < after.outcomes().samples(); i++) {
            int label = after.outcomes().label(i);
            int written = change.word(after.set().places().get(i).seed(seed));
            if (written != label) {
                tally.add(
                        label,
                        written,
                        before.outcomes().predicted(i),
                        after.outcomes().predicted(i));
            }
        }
        if (tally.images == 0) {
            throw new IllegalArgumentException("typographic: no image got the name of another class than its own; take"
                    + " more images or classes");
        }
        return tally.result(clean.settings().confidence());
    }
}
