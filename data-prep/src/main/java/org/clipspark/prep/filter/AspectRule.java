package org.clipspark.prep.filter;

import java.util.Set;
import org.clipspark.prep.shard.ShardSchema;

/**
 * Aspect ratio of the image as found.
 *
 * @param max longer side divided by shorter side, inclusive; at least 1
 */
public record AspectRule(double max) implements RowRule {
    /** Checks the range. */
    public AspectRule {
        if (!(max >= 1 && max < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("max must be at least 1, got " + max);
        }
    }

    @Override
    public Condition condition(RuleFunctions functions) {
        String width = Sql.column(ShardSchema.ORIGINAL_WIDTH);
        String height = Sql.column(ShardSchema.ORIGINAL_HEIGHT);
        String ratio = "CASE WHEN " + width + " > 0 AND " + height + " > 0 THEN greatest(" + width + ", " + height
                + ") / least(" + width + ", " + height + ") END";
        String detail = Sql.found("original size", "concat(" + width + ", ' x ', " + height + ")");
        Set<String> columns = Set.of(ShardSchema.ORIGINAL_WIDTH, ShardSchema.ORIGINAL_HEIGHT);
        return new Condition("(" + ratio + " <= " + Sql.number(max) + ")", detail, columns, columns);
    }
}
