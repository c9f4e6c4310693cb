package org.clipspark.prep;

import java.io.Serializable;
import java.util.Optional;
import org.clipspark.image.ExifOrientation;
import org.clipspark.image.ImageBounds;
import org.clipspark.image.ImageDecoder;
import org.clipspark.image.ImageOutcome;
import org.clipspark.image.Resampler;
import org.clipspark.image.RgbEncoder;
import org.clipspark.image.RgbImage;
import org.clipspark.prep.shard.ImageBytes;
import org.clipspark.prep.shard.PairText;
import org.clipspark.prep.shard.PixelSizes;
import org.clipspark.prep.shard.RowStatus;
import org.clipspark.prep.shard.ShardRow;
import org.clipspark.prep.shard.ShardSplit;
import org.clipspark.prep.source.SourcePair;

/** Turns one pair from a source into a row of a shard or a rejected row. */
final class PairPreparation {
    /** JPEG ends at 65,500 pixels and WebP at 16,383; nothing so long and thin is a picture. */
    private static final int LONGEST_SIDE = 16_383;

    private final ImageConfig image;
    private final SplitConfig split;
    private final CaptionRule captions;
    private final ImageDecoder decoder;
    private final RgbEncoder encoder;

    /** The settings that tasks need. */
    record Settings(ImageConfig image, CaptionConfig caption, SplitConfig split) implements Serializable {
        static Settings of(PrepConfig config) {
            return new Settings(config.image(), config.caption(), config.split());
        }
    }

    PairPreparation(Settings settings) {
        image = settings.image();
        split = settings.split();
        captions = new CaptionRule(settings.caption());
        decoder = new ImageDecoder(new ImageBounds(image.maxPixels(), image.maxBytes()));
        encoder = RgbEncoder.named(image.format(), image.quality());
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
        ImageOutcome outcome = decoder.decode(pair.image().array());
        if (outcome instanceof ImageOutcome.Decoded decoded) {
            RgbImage upright =
                    ExifOrientation.upright(decoded.image(), pair.image().array());
            return resized(pair, text, upright);
        }
        ImageOutcome.Rejected refused = (ImageOutcome.Rejected) outcome;
        return rejected(
                pair, text, PixelSizes.NONE, new RowStatus(refused.reason().label(), refused.detail()));
    }

    private PreparedRow resized(SourcePair pair, PairText text, RgbImage found) {
        int shorter = Math.min(found.width(), found.height());
        int longer = Math.max(found.width(), found.height());
        double scale = Math.min(1.0, (double) image.size() / shorter);
        if (longer * scale > LONGEST_SIDE) {
            PixelSizes sizes = new PixelSizes(0, 0, found.width(), found.height());
            String detail =
                    found.width() + "x" + found.height() + ", longer side above " + LONGEST_SIDE + " after scaling";
            return rejected(pair, text, sizes, new RowStatus("too_elongated", detail));
        }
        RgbImage scaled = shorter > image.size() ? Resampler.shortestSide(found, image.size()) : found;
        PixelSizes sizes = new PixelSizes(scaled.width(), scaled.height(), found.width(), found.height());
        ShardRow row = new ShardRow(
                pair.key(),
                text,
                new ImageBytes(encoder.encode(scaled)),
                sizes,
                pair.image().sha256(),
                RowStatus.SUCCESS);
        return new PreparedRow(pair.origin(), split(pair), row);
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
