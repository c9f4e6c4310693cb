package org.clipspark.prep.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Map;
import org.clipspark.prep.shard.PairText;
import org.clipspark.prep.shard.ShardRow;
import org.clipspark.prep.shard.ShardSchema;

/** What is known about a sample as one JSON object, in the words of img2dataset and the shards' own for the rest. */
final class SampleJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    private SampleJson() {}

    /** UTF-8; equal bytes for equal rows. */
    static byte[] of(ShardRow row) {
        Map<String, Object> fields = new LinkedHashMap<>();
        PairText text = row.text();
        fields.put(ShardSchema.KEY, row.key());
        fields.put(ShardSchema.CAPTION, text.caption());
        fields.put(ShardSchema.CAPTIONS, text.captions());
        put(fields, ShardSchema.URL, text.url());
        fields.put(ShardSchema.STATUS, row.status().label());
        fields.put(ShardSchema.WIDTH, row.sizes().width());
        fields.put(ShardSchema.HEIGHT, row.sizes().height());
        fields.put(ShardSchema.ORIGINAL_WIDTH, row.sizes().originalWidth());
        fields.put(ShardSchema.ORIGINAL_HEIGHT, row.sizes().originalHeight());
        put(fields, ShardSchema.SHA256, row.sha256());
        if (text.label() != PairText.NO_LABEL) {
            fields.put(ShardSchema.LABEL, text.label());
        }
        put(fields, ShardSchema.CLASS, text.className());
        fields.putAll(row.attributes().tags());
        fields.putAll(row.attributes().scores());
        if (!row.attributes().embedding().isEmpty()) {
            fields.put(ShardSchema.EMBEDDING, row.attributes().embedding());
        }
        try {
            return JSON.writeValueAsBytes(fields);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Texts and numbers are always JSON", e);
        }
    }

    private static void put(Map<String, Object> fields, String name, String value) {
        if (!value.isEmpty()) {
            fields.put(name, value);
        }
    }
}
