package org.clipspark.prep.source;

import java.io.Serializable;
import org.clipspark.prep.shard.ImageBytes;
import org.clipspark.prep.shard.PairText;
import org.clipspark.prep.shard.RowStatus;

/**
 * A row as a source delivers it: text unchecked, image encoded.
 *
 * @param origin where it was found
 * @param key its name, never empty
 * @param text captions and class
 * @param image encoded image; {@link ImageBytes#NONE} if the row is rejected
 * @param status success, or why the source could not read it
 */
public record SourcePair(PairOrigin origin, String key, PairText text, ImageBytes image, RowStatus status)
        implements Serializable {
    static SourcePair found(PairOrigin origin, String key, PairText text, ImageBytes image) {
        if (image.isEmpty()) {
            return rejected(origin, key, text, new RowStatus("missing_image", "no image bytes"));
        }
        return new SourcePair(origin, key, text, image, RowStatus.SUCCESS);
    }

    static SourcePair rejected(PairOrigin origin, String key, PairText text, RowStatus status) {
        return new SourcePair(origin, key, text, ImageBytes.NONE, status);
    }
}
