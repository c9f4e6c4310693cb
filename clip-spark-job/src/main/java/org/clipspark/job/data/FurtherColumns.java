package org.clipspark.job.data;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.clipspark.prep.shard.ShardSchema;

/** Columns of a shard that are read only where somebody asks for them. */
final class FurtherColumns {
    /** Columns beside the image that every sample has. */
    static final List<String> USUAL =
            List.of(ShardSchema.KEY, ShardSchema.CAPTION, ShardSchema.CAPTIONS, ShardSchema.LABEL, ShardSchema.CLASS);

    private FurtherColumns() {}

    /**
     * Checks what is asked for.
     *
     * @return the columns
     * @throws IllegalArgumentException if one is not there, is no single value, is there anyway, or is asked for twice
     */
    static List<String> check(List<String> columns, MessageType shard, String imageColumn) {
        List<String> possible = shard.getFields().stream()
                .filter(Type::isPrimitive)
                .map(Type::getName)
                .filter(name -> !USUAL.contains(name) && !name.equals(imageColumn))
                .toList();
        Set<String> known = new HashSet<>();
        for (String column : columns) {
            if (!possible.contains(column) || !known.add(column)) {
                throw new IllegalArgumentException("Column '" + column + "' cannot be asked for"
                        + (known.contains(column) ? " twice" : " (expected: " + String.join(", ", possible) + ")"));
            }
        }
        return List.copyOf(columns);
    }

    /** Their values as text. */
    static Map<String, String> of(Group record, List<String> columns) {
        Map<String, String> values = new HashMap<>();
        for (String column : columns) {
            if (record.getFieldRepetitionCount(column) > 0) {
                values.put(column, record.getValueToString(record.getType().getFieldIndex(column), 0));
            }
        }
        return values;
    }
}
