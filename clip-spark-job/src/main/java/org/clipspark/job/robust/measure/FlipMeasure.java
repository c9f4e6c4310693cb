package org.clipspark.job.robust.measure;

import java.util.ArrayList;
import java.util.List;
import org.clipspark.job.eval.robustness.FlipRate;
import org.clipspark.job.robust.card.FlipResult;
import org.clipspark.job.robust.corruption.CorruptedImage;
import org.clipspark.job.robust.corruption.CorruptionChoice;
import org.clipspark.job.robust.corruption.ImageCorruption;
import org.clipspark.job.robust.settings.CorruptionSettings;
import org.clipspark.job.robust.settings.FlipSettings;

/** How often predictions change along sequences of corrupted images. */
public final class FlipMeasure {
    private final CleanSet clean;

    /** Prepares the measure. */
    public FlipMeasure(CleanSet clean) {
        this.clean = clean;
    }

    /**
     * Measures one kind of sequence.
     *
     * @throws IllegalArgumentException if the corruption is unknown
     */
    public FlipResult measure(FlipSettings settings) {
        List<String> plugins =
                clean.settings().corruptions().map(CorruptionSettings::plugins).orElse(List.of());
        ImageCorruption corruption = CorruptionChoice.named(settings.corruption(), plugins);
        boolean isAlongSeverity = settings.along() == FlipSettings.Along.SEVERITY;
        List<int[]> frames = new ArrayList<>();
        for (int frame = 0; frame < settings.frames(); frame++) {
            frames.add(isAlongSeverity ? severity(settings, corruption, frame) : draw(settings, corruption, frame));
        }
        List<int[]> sequences = sequences(frames);
        double rate = FlipRate.of(sequences, isAlongSeverity ? FlipRate.Against.PREVIOUS : FlipRate.Against.FIRST);
        return new FlipResult(settings.label(), settings.frames(), sequences.size(), rate);
    }

    private int[] severity(FlipSettings settings, ImageCorruption corruption, int severity) {
        return severity == 0
                ? clean.clean(settings.images()).predicted()
                : predicted(settings, corruption, severity, clean.settings().seed());
    }

    private int[] draw(FlipSettings settings, ImageCorruption corruption, int frame) {
        return predicted(
                settings, corruption, settings.severity(), clean.settings().seed() + frame);
    }

    private int[] predicted(FlipSettings settings, ImageCorruption corruption, int severity, long seed) {
        CorruptedImage change = new CorruptedImage(corruption, severity, clean.imageSize());
        return clean.scored(settings.images(), change, seed).predicted();
    }

    /** From predictions frame by frame to those image by image. */
    private static List<int[]> sequences(List<int[]> frames) {
        List<int[]> sequences = new ArrayList<>();
        for (int image = 0; image < frames.get(0).length; image++) {
            int[] sequence = new int[frames.size()];
            for (int frame = 0; frame < sequence.length; frame++) {
                sequence[frame] = frames.get(frame)[image];
            }
            sequences.add(sequence);
        }
        return sequences;
    }
}
