package org.clipspark.prep.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.clipspark.prep.shard.ShardSchema;

/**
 * Size of the image as found; all bounds are inclusive and at least one is given.
 *
 * @param minSide pixels of the shorter side
 * @param maxSide pixels of the longer side
 * @param minPixels width times height
 * @param maxPixels width times height
 */
public record SizeRule(
        Optional<Integer> minSide, Optional<Integer> maxSide, Optional<Long> minPixels, Optional<Long> maxPixels)
        implements RowRule {
    /** Checks that there is a bound. */
    public SizeRule {
        if (minSide.isEmpty() && maxSide.isEmpty() && minPixels.isEmpty() && maxPixels.isEmpty()) {
            throw new IllegalArgumentException("expected minSide, maxSide, minPixels or maxPixels");
        }
    }

    static SizeRule shorterSideAtLeast(int pixels) {
        return new SizeRule(Optional.of(pixels), Optional.empty(), Optional.empty(), Optional.empty());
    }

    @Override
    public Condition condition(RuleFunctions functions) {
        String width = Sql.column(ShardSchema.ORIGINAL_WIDTH);
        String height = Sql.column(ShardSchema.ORIGINAL_HEIGHT);
        // NULL of either side makes the product NULL; least and greatest would ignore it.
        String pixels = "(CAST(" + width + " AS BIGINT) * " + height + ")";
        String known = "(" + pixels + " IS NOT NULL OR NULL)";
        List<String> parts = new ArrayList<>(List.of(known));
        minSide.ifPresent(side -> parts.add("least(" + width + ", " + height + ") >= " + side));
        maxSide.ifPresent(side -> parts.add("greatest(" + width + ", " + height + ") <= " + side));
        minPixels.ifPresent(count -> parts.add(pixels + " >= " + count + "L"));
        maxPixels.ifPresent(count -> parts.add(pixels + " <= " + count + "L"));
        String detail = Sql.found("original size", "concat(" + width + ", ' x ', " + height + ")");
        Set<String> columns = Set.of(ShardSchema.ORIGINAL_WIDTH, ShardSchema.ORIGINAL_HEIGHT);
        return new Condition(Sql.and(parts), detail, columns, columns);
    }
}
