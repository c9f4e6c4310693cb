package org.clipspark.prep.filter;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.clipspark.prep.language.LanguageIdentifier;
import org.clipspark.prep.shard.ShardSchema;

/**
 * Language of a row: what its {@code language} column says, and where that is empty, what {@link LanguageIdentifier} says
 * of the first caption.
 *
 * @param allowed ISO 639-1 codes in lower case; the column may have a region behind {@code -} or {@code _}
 */
public record LanguageRule(List<String> allowed) implements RowRule {
    /** Checks the codes. */
    public LanguageRule {
        allowed = List.copyOf(allowed);
        if (allowed.isEmpty()) {
            throw new IllegalArgumentException("allowed must list at least one code");
        }
        for (String code : allowed) {
            if (!LanguageIdentifier.languages().contains(code)) {
                throw new IllegalArgumentException("unknown code '" + code + "' (expected: "
                        + String.join(", ", LanguageIdentifier.languages()) + ")");
            }
        }
    }

    @Override
    public Condition condition(RuleFunctions functions) {
        String caption = Sql.column(ShardSchema.CAPTION);
        String column = "nullif(split(lower(trim(" + Sql.column(ShardSchema.LANGUAGE) + ")), '[-_]')[0], '')";
        String language = "coalesce(" + column + ", " + RuleFunctions.LANGUAGE + "(" + caption + "))";
        String codes = allowed.stream().map(Sql::text).collect(Collectors.joining(", "));
        return new Condition(
                "(" + language + " IN (" + codes + "))",
                Sql.found(ShardSchema.CAPTION, "concat('language ', " + language + ")"),
                Set.of(ShardSchema.CAPTION, ShardSchema.LANGUAGE));
    }
}
