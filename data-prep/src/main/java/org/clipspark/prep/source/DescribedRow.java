package org.clipspark.prep.source;

import java.nio.charset.CharacterCodingException;
import java.util.Optional;
import java.util.function.BiFunction;
import org.clipspark.prep.metadata.ColumnRole;
import org.clipspark.prep.metadata.MetadataRow;
import org.clipspark.prep.shard.PairAttributes;
import org.clipspark.prep.shard.PairOrigin;
import org.clipspark.prep.shard.PairText;
import org.clipspark.prep.shard.RowStatus;
import org.clipspark.prep.shard.ShardSchema;

/**
 * A row of metadata that lacks its image.
 *
 * @param origin where it was found
 * @param otherKey its name if the metadata gives none
 * @param row what it says
 */
record DescribedRow(PairOrigin origin, String otherKey, MetadataRow row) {
    /**
     * The pair, rejected if the metadata is of no use.
     *
     * @param image makes a pair of key and words
     */
    SourcePair pair(CaptionTemplates templates, BiFunction<String, PairText, SourcePair> image) {
        try {
            String named = row.text(ColumnRole.KEY);
            String key = named.isBlank() ? otherKey : named;
            return boxed(key, templates, image);
        } catch (CharacterCodingException e) {
            return invalidUtf8(origin, otherKey);
        }
    }

    /** A row whose boxes are not understood would show what they hide. */
    private SourcePair boxed(String key, CaptionTemplates templates, BiFunction<String, PairText, SourcePair> image)
            throws CharacterCodingException {
        PairAttributes attributes = row.attributes();
        String boxes;
        try {
            boxes = row.boxes().json();
        } catch (IllegalArgumentException e) {
            RowStatus status = new RowStatus("invalid_boxes", String.valueOf(e.getMessage()));
            return SourcePair.rejected(origin, key, PairText.NONE, status).with(attributes);
        }
        return described(key, attributes.withTag(ShardSchema.BOXES, boxes), templates, image);
    }

    private SourcePair described(
            String key,
            PairAttributes attributes,
            CaptionTemplates templates,
            BiFunction<String, PairText, SourcePair> image)
            throws CharacterCodingException {
        String spelled = row.text(ColumnRole.LABEL).strip();
        Optional<Integer> label = Labels.parse(spelled);
        if (label.isEmpty()) {
            return SourcePair.rejected(origin, key, PairText.NONE, Labels.invalid(spelled))
                    .with(attributes);
        }
        PairText words = new PairText(
                row.captions(),
                row.text(ColumnRole.URL).strip(),
                label.get(),
                row.text(ColumnRole.CLASS).strip());
        PairText filled = templates.fill(words, key);
        String status = row.text(ColumnRole.STATUS);
        if (!status.isEmpty() && !status.equals(RowStatus.SUCCESS.label())) {
            String cause = row.text(ColumnRole.ERROR_MESSAGE);
            RowStatus failed = new RowStatus("source_failed", cause.isEmpty() ? status : status + ": " + cause);
            return SourcePair.rejected(origin, key, filled, failed).with(attributes);
        }
        return image.apply(key, filled).with(attributes);
    }

    static SourcePair invalidUtf8(PairOrigin origin, String key) {
        return SourcePair.rejected(origin, key, PairText.NONE, new RowStatus("invalid_utf8", "the text is not UTF-8"));
    }
}
