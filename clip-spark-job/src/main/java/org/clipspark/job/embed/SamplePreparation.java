package org.clipspark.job.embed;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.clipspark.image.ImageBounds;
import org.clipspark.image.ImageDecoder;
import org.clipspark.image.ImageOutcome;
import org.clipspark.image.RgbImage;
import org.clipspark.job.data.Sample;
import org.clipspark.job.embed.part.EmbeddedRow;
import org.clipspark.job.embed.part.EmbeddingVector;
import org.clipspark.job.embed.part.SkippedRow;
import org.clipspark.prep.shard.ShardSplit;

/** Turns stored samples into the numbers that the encoders read. Safe for use by several threads. */
final class SamplePreparation {
    private final ImageDecoder decoder = new ImageDecoder(ImageBounds.DEFAULT);
    private final EncodingPlan.RowSource source;
    private final Encoder encoder;
    private final ShardSplit split;

    SamplePreparation(EncodingPlan.RowSource source, Encoder encoder, ShardSplit split) {
        this.source = source;
        this.encoder = encoder;
        this.split = split;
    }

    /** What became of a sample. */
    sealed interface Prepared permits Ready, Refused {}

    /** Numbers of an image and its captions, and the row without embeddings. */
    static final class Ready implements Prepared {
        private final EmbeddedRow row;
        private final float[] image;
        private final List<int[]> captions;

        private Ready(EmbeddedRow row, float[] image, List<int[]> captions) {
            this.row = row;
            this.image = image;
            this.captions = captions;
        }

        EmbeddedRow row() {
            return row;
        }

        float[] image() {
            return image;
        }

        List<int[]> captions() {
            return captions;
        }
    }

    /** There are none, and why. */
    record Refused(SkippedRow row) implements Prepared {}

    Prepared prepare(Sample sample) {
        ImageOutcome outcome = decoder.decode(sample.image());
        if (outcome instanceof ImageOutcome.Rejected rejected) {
            String reason = rejected.reason().label() + ": " + rejected.detail();
            return new Refused(new SkippedRow(split, sample.row(), sample.key(), reason));
        }
        RgbImage stored = ((ImageOutcome.Decoded) outcome).image();
        RgbImage changed = source.change().apply(stored, new RowPlace(split, sample.row()).seed(source.seed()));
        float[] image = new float[encoder.transform().length()];
        encoder.transform().apply(changed, 0, image, 0);
        List<String> captions = source.scope().isWithCaptions() ? sample.captions() : List.of();
        return new Ready(
                row(sample, captions),
                image,
                captions.stream().map(encoder::tokens).toList());
    }

    private EmbeddedRow row(Sample sample, List<String> captions) {
        return new EmbeddedRow(
                sample.key(),
                Optional.of(split),
                sample.row(),
                captions,
                sample.label(),
                sample.className(),
                new TreeMap<>(sample.columns()),
                EmbeddingVector.NONE,
                Collections.nCopies(captions.size(), EmbeddingVector.NONE));
    }
}
