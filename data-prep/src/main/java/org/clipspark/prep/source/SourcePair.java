package org.clipspark.prep.source;

import java.io.Serializable;
import org.clipspark.prep.shard.ImageBytes;
import org.clipspark.prep.shard.PairAttributes;
import org.clipspark.prep.shard.PairOrigin;
import org.clipspark.prep.shard.PairText;
import org.clipspark.prep.shard.RowStatus;
import org.clipspark.prep.shard.ShardRow;

/**
 * A row as a source delivers it: text unchecked, image encoded.
 *
 * @param origin where it was found
 * @param key its name, never empty
 * @param text captions and class
 * @param image encoded image; {@link ImageBytes#NONE} if the row is rejected or its image still to be fetched
 * @param attributes what else the source says
 * @param status success, or why the source could not read it
 */
public record SourcePair(
        PairOrigin origin, String key, PairText text, ImageBytes image, PairAttributes attributes, RowStatus status)
        implements Serializable {
    /** Whether the image is still to be fetched from {@link PairText#url}. */
    public boolean isLinked() {
        return status.isSuccess() && image.isEmpty();
    }

    /** The same with an image that was fetched. */
    public SourcePair with(ImageBytes fetched) {
        return new SourcePair(origin, key, text, fetched, attributes, status);
    }

    /** The same pair, rejected after all. */
    public SourcePair rejected(RowStatus reason) {
        return new SourcePair(origin, key, text, ImageBytes.NONE, attributes, reason);
    }

    /** The same with another name. */
    public SourcePair withKey(String other) {
        return new SourcePair(origin, other, text, image, attributes, status);
    }

    /** The pair of a row whose image is to be fetched again. */
    public static SourcePair again(ShardRow row) {
        return new SourcePair(
                row.origin(), row.key(), row.text(), ImageBytes.NONE, row.attributes(), RowStatus.SUCCESS);
    }

    SourcePair with(PairAttributes other) {
        return new SourcePair(origin, key, text, image, other, status);
    }

    static SourcePair found(PairOrigin origin, String key, PairText text, ImageBytes image) {
        if (image.isEmpty()) {
            return rejected(origin, key, text, new RowStatus("missing_image", "no image bytes"));
        }
        return new SourcePair(origin, key, text, image, PairAttributes.NONE, RowStatus.SUCCESS);
    }

    /** A pair whose image is still to be fetched from its address. */
    static SourcePair linked(PairOrigin origin, String key, PairText text) {
        if (text.url().isBlank()) {
            return rejected(origin, key, text, new RowStatus("missing_image", "no address"));
        }
        return new SourcePair(origin, key, text, ImageBytes.NONE, PairAttributes.NONE, RowStatus.SUCCESS);
    }

    static SourcePair rejected(PairOrigin origin, String key, PairText text, RowStatus status) {
        return new SourcePair(origin, key, text, ImageBytes.NONE, PairAttributes.NONE, status);
    }
}
