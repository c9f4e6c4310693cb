package org.clipspark.prep;

import java.io.Serializable;
import java.util.Optional;
import org.clipspark.image.PerceptualHash;
import org.clipspark.prep.shard.BlurredBoxes;
import org.clipspark.prep.shard.ExpectedHash;
import org.clipspark.prep.shard.ImageBytes;
import org.clipspark.prep.shard.PairAttributes;
import org.clipspark.prep.shard.PairText;
import org.clipspark.prep.shard.PixelSizes;
import org.clipspark.prep.shard.RowStatus;
import org.clipspark.prep.shard.ShardRow;
import org.clipspark.prep.shard.ShardSchema;
import org.clipspark.prep.source.SourcePair;

/** Turns one pair from a source into a row of a shard or a rejected row. */
final class PairPreparation {
    private final ImagePreparation images;
    private final CaptionRule captions;

    /** The settings that tasks need. */
    record Settings(ImageConfig image, CaptionConfig caption) implements Serializable {
        static Settings of(PrepConfig config) {
            return new Settings(config.image(), config.caption());
        }
    }

    PairPreparation(Settings settings) {
        images = new ImagePreparation(settings.image());
        captions = new CaptionRule(settings.caption());
    }

    /** Whether a pair has an address and is not rejected already by what it says. */
    boolean isWorthFetching(SourcePair pair) {
        return pair.isLinked() && captions.problem(pair.text()).isEmpty();
    }

    /** A row whose image could not be fetched. */
    ShardRow failed(SourcePair pair, RowStatus status) {
        return rejected(pair, captions.usable(pair.text()), PixelSizes.NONE, status);
    }

    ShardRow prepare(SourcePair pair) {
        if (!pair.status().isSuccess()) {
            return rejected(pair, CaptionRule.shown(pair.text()), PixelSizes.NONE, pair.status());
        }
        Optional<RowStatus> problem = captions.problem(pair.text());
        if (problem.isPresent()) {
            return rejected(pair, CaptionRule.shown(pair.text()), PixelSizes.NONE, problem.get());
        }
        PairText text = captions.usable(pair.text());
        Optional<RowStatus> mismatch = ExpectedHash.mismatch(pair.image(), pair.attributes());
        if (mismatch.isPresent()) {
            return rejected(pair, text, PixelSizes.NONE, mismatch.get());
        }
        ImagePreparation.Outcome outcome = images.prepare(
                pair.image(), BlurredBoxes.parse(pair.attributes().tags().getOrDefault(ShardSchema.BOXES, "")));
        if (outcome instanceof ImagePreparation.Prepared prepared) {
            return new ShardRow(
                    pair.key(),
                    pair.origin(),
                    text,
                    prepared.image(),
                    prepared.sizes(),
                    prepared.sha256(),
                    measured(pair.attributes(), prepared),
                    RowStatus.SUCCESS);
        }
        ImagePreparation.Refused refused = (ImagePreparation.Refused) outcome;
        return rejected(pair, text, refused.sizes(), refused.status());
    }

    private static PairAttributes measured(PairAttributes known, ImagePreparation.Prepared prepared) {
        String hash = prepared.perceptualHash().map(PerceptualHash::hex).orElse("");
        return known.withTag(ShardSchema.PERCEPTUAL_HASH, hash)
                .withTag(ShardSchema.EXIF, prepared.exif().orElse(""));
    }

    private static ShardRow rejected(SourcePair pair, PairText text, PixelSizes sizes, RowStatus status) {
        String sha256 = pair.image().isEmpty() ? "" : pair.image().sha256();
        return new ShardRow(pair.key(), pair.origin(), text, ImageBytes.NONE, sizes, sha256, pair.attributes(), status);
    }
}
