package org.clipspark.prep;

import java.io.Serializable;
import java.util.Optional;
import org.clipspark.prep.shard.ImageBytes;
import org.clipspark.prep.shard.PairText;
import org.clipspark.prep.shard.PixelSizes;
import org.clipspark.prep.shard.RowStatus;
import org.clipspark.prep.shard.ShardRow;
import org.clipspark.prep.shard.ShardSplit;
import org.clipspark.prep.source.SourcePair;

/** Turns one pair from a source into a row of a shard or a rejected row. */
final class PairPreparation {
    private final ImagePreparation images;
    private final SplitConfig split;
    private final CaptionRule captions;

    /** The settings that tasks need. */
    record Settings(ImageConfig image, CaptionConfig caption, SplitConfig split) implements Serializable {
        static Settings of(PrepConfig config) {
            return new Settings(config.image(), config.caption(), config.split());
        }
    }

    PairPreparation(Settings settings) {
        images = new ImagePreparation(settings.image());
        split = settings.split();
        captions = new CaptionRule(settings.caption());
    }

    PreparedRow prepare(SourcePair pair) {
        if (!pair.status().isSuccess()) {
            return rejected(pair, pair.text(), PixelSizes.NONE, pair.status());
        }
        Optional<RowStatus> problem = captions.problem(pair.text());
        if (problem.isPresent()) {
            return rejected(pair, pair.text(), PixelSizes.NONE, problem.get());
        }
        PairText text = captions.usable(pair.text());
        ImagePreparation.Outcome outcome = images.prepare(pair.image());
        if (outcome instanceof ImagePreparation.Prepared prepared) {
            ShardRow row = new ShardRow(
                    pair.key(), text, prepared.image(), prepared.sizes(), prepared.sha256(), RowStatus.SUCCESS);
            return new PreparedRow(pair.origin(), split(pair), row);
        }
        ImagePreparation.Refused refused = (ImagePreparation.Refused) outcome;
        return rejected(pair, text, refused.sizes(), refused.status());
    }

    private PreparedRow rejected(SourcePair pair, PairText text, PixelSizes sizes, RowStatus status) {
        String sha256 = pair.image().isEmpty() ? "" : pair.image().sha256();
        ShardRow row = new ShardRow(pair.key(), CaptionRule.shown(text), ImageBytes.NONE, sizes, sha256, status);
        return new PreparedRow(pair.origin(), split(pair), row);
    }

    private ShardSplit split(SourcePair pair) {
        boolean isHeldOut =
                pair.origin().source() > 0 || KeyHash.fraction(KeyHash.of(pair.key())) < split.validationFraction();
        return isHeldOut ? ShardSplit.VALIDATION : ShardSplit.TRAIN;
    }
}
