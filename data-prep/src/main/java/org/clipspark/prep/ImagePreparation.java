package org.clipspark.prep;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.Optional;
import org.clipspark.image.AlphaRule;
import org.clipspark.image.ExifOrientation;
import org.clipspark.image.ExifTags;
import org.clipspark.image.ImageBounds;
import org.clipspark.image.ImageDecoder;
import org.clipspark.image.ImageOutcome;
import org.clipspark.image.ImageOutcome.Decoded;
import org.clipspark.image.ImageOutcome.Rejected;
import org.clipspark.image.ImageResizer;
import org.clipspark.image.PerceptualHash;
import org.clipspark.image.ResizePlan;
import org.clipspark.image.RgbEncoder;
import org.clipspark.image.RgbImage;
import org.clipspark.image.region.RegionBlur;
import org.clipspark.prep.shard.BlurredBoxes;
import org.clipspark.prep.shard.ImageBytes;
import org.clipspark.prep.shard.PixelSizes;
import org.clipspark.prep.shard.RowStatus;

/** Turns an image as found into the one that is stored, and says what is known of it. Instances may be shared by threads. */
final class ImagePreparation {
    /** JPEG ends at 65,500 pixels and WebP at 16,383; nothing so long and thin is a picture. */
    private static final int LONGEST_SIDE = 16_383;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ImageConfig config;
    private final ImageDecoder decoder;
    private final ImageResizer resizer;
    private final RgbEncoder encoder;

    ImagePreparation(ImageConfig config) {
        this.config = config;
        decoder = new ImageDecoder(
                new ImageBounds(config.maxPixels(), config.maxBytes()), AlphaRule.named(config.alpha()));
        resizer = config.resizer();
        encoder = RgbEncoder.named(config.format(), config.quality());
    }

    /** What became of an image. */
    sealed interface Outcome permits Prepared, Refused {}

    /**
     * An image for a shard.
     *
     * @param image encoded in the configured format
     * @param sizes before and after
     * @param sha256 digest of the image as found
     * @param perceptualHash of the upright image as found; empty where there is nothing to see in it
     * @param exif tags of the image as found, as a JSON object of strings; empty where there are none
     */
    record Prepared(
            ImageBytes image,
            PixelSizes sizes,
            String sha256,
            Optional<PerceptualHash> perceptualHash,
            Optional<String> exif)
            implements Outcome {}

    /**
     * No image.
     *
     * @param status why not
     * @param sizes as far as they are known
     */
    record Refused(RowStatus status, PixelSizes sizes) implements Outcome {}

    /** What becomes of an image in which these boxes are blurred. */
    Outcome prepare(ImageBytes found, BlurredBoxes hidden) {
        ImageOutcome outcome = decoder.decode(found.array());
        if (outcome instanceof Decoded decoded) {
            RgbImage upright = ExifOrientation.upright(decoded.image(), found.array());
            Optional<RowStatus> problem = problem(upright);
            return problem.isPresent() ? refused(upright, problem.get()) : stored(found, decoded, upright, hidden);
        }
        Rejected rejected = (Rejected) outcome;
        return new Refused(new RowStatus(rejected.reason().label(), rejected.detail()), PixelSizes.NONE);
    }

    private static Refused refused(RgbImage upright, RowStatus status) {
        return new Refused(status, new PixelSizes(0, 0, upright.width(), upright.height()));
    }

    private Optional<RowStatus> problem(RgbImage upright) {
        int shorter = Math.min(upright.width(), upright.height());
        int longer = Math.max(upright.width(), upright.height());
        String found = upright.width() + "x" + upright.height();
        ResizePlan plan = resizer.plan(upright.width(), upright.height());
        if (shorter < config.minSize()) {
            return status("image_too_small", found + ", shorter side below " + config.minSize());
        } else if (longer > config.maxAspect() * shorter) {
            return status(
                    "aspect_ratio_too_large",
                    found + ", longer side above " + config.maxAspect() + " times the shorter");
        } else if (!plan.isPossible()) {
            return status("too_elongated", found + ", nothing left of the shorter side after scaling");
        } else if (plan.longerSide() > LONGEST_SIDE) {
            return status("too_elongated", found + ", longer side above " + LONGEST_SIDE + " after scaling");
        }
        return Optional.empty();
    }

    private static Optional<RowStatus> status(String label, String detail) {
        return Optional.of(new RowStatus(label, detail));
    }

    private Prepared stored(ImageBytes found, Decoded decoded, RgbImage upright, BlurredBoxes hidden) {
        RgbImage resized = resizer.resize(RegionBlur.of(upright, hidden.boxes()));
        // All give the same instance back where they have nothing to do.
        boolean isUnchanged = resized == decoded.image();
        boolean keepsBytes =
                config.skipReencode() && isUnchanged && decoded.isPlain() && decoded.format() == encoder.format();
        return new Prepared(
                keepsBytes ? found : new ImageBytes(encoder.encode(resized)),
                new PixelSizes(resized.width(), resized.height(), upright.width(), upright.height()),
                found.sha256(),
                PerceptualHash.of(upright),
                json(ExifTags.read(found.array())));
    }

    private static Optional<String> json(Map<String, String> tags) {
        try {
            return tags.isEmpty() ? Optional.empty() : Optional.of(JSON.writeValueAsString(tags));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Texts are always JSON", e);
        }
    }
}
