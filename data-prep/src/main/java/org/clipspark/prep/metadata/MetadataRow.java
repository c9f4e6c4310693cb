package org.clipspark.prep.metadata;

import java.nio.charset.CharacterCodingException;
import java.util.List;
import org.clipspark.prep.shard.BlurredBoxes;
import org.clipspark.prep.shard.ExpectedHash;
import org.clipspark.prep.shard.PairAttributes;
import org.clipspark.prep.shard.ShardSchema;

/** What one row of metadata says in each role. */
public interface MetadataRow {
    /** Longer tags say nothing that a filter could ask for. */
    int LONGEST_TAG = 1_000;

    /**
     * Text as it stands, or the empty string where there is none.
     *
     * @throws CharacterCodingException if it is not UTF-8
     */
    String text(ColumnRole role) throws CharacterCodingException;

    /**
     * All captions as they stand, in their order.
     *
     * @throws CharacterCodingException if one is not UTF-8
     */
    List<String> captions() throws CharacterCodingException;

    /** A number, or not a number where there is none or the text spells none. */
    double number(ColumnRole role);

    /** Finite numbers of any count, empty where there are none. */
    List<Float> embedding();

    /**
     * The boxes to blur.
     *
     * @throws CharacterCodingException if their text is not UTF-8
     * @throws IllegalArgumentException if what is there is not a list of boxes
     */
    default BlurredBoxes boxes() throws CharacterCodingException {
        return BlurredBoxes.parse(text(ColumnRole.BOXES));
    }

    /**
     * What goes beyond words, without boxes; what is unknown, not finite or of no use is absent.
     *
     * @throws CharacterCodingException if a text is not UTF-8
     */
    default PairAttributes attributes() throws CharacterCodingException {
        PairAttributes attributes = PairAttributes.NONE.withEmbedding(embedding());
        for (ColumnRole role : ColumnRole.values()) {
            if (role.isScore()) {
                attributes = attributes.withScore(role.spelled(), number(role));
            } else if (role.isTag() && role != ColumnRole.BOXES) {
                String tag = text(role).strip();
                attributes = attributes.withTag(role.spelled(), tag.length() > LONGEST_TAG ? "" : tag);
            }
        }
        return attributes.withTag(
                ShardSchema.EXPECTED_HASH,
                ExpectedHash.of(text(ColumnRole.HASH)).map(ExpectedHash::hex).orElse(""));
    }
}
