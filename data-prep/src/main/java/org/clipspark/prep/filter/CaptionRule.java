package org.clipspark.prep.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.clipspark.prep.shard.ShardSchema;

/**
 * Length of the first caption; all bounds are inclusive and at least one is given.
 *
 * @param minCharacters code points
 * @param maxCharacters code points
 * @param minWords pieces between white space
 * @param maxWords pieces between white space
 */
public record CaptionRule(
        Optional<Integer> minCharacters,
        Optional<Integer> maxCharacters,
        Optional<Integer> minWords,
        Optional<Integer> maxWords)
        implements RowRule {
    /** Checks that there is a bound. */
    public CaptionRule {
        if (minCharacters.isEmpty() && maxCharacters.isEmpty() && minWords.isEmpty() && maxWords.isEmpty()) {
            throw new IllegalArgumentException("expected minCharacters, maxCharacters, minWords or maxWords");
        }
    }

    static CaptionRule atLeast(int words, int characters) {
        return new CaptionRule(Optional.of(characters), Optional.empty(), Optional.of(words), Optional.empty());
    }

    @Override
    public Condition condition(RuleFunctions functions) {
        String caption = Sql.column(ShardSchema.CAPTION);
        String characters = "length(" + caption + ")";
        String words = RuleFunctions.WORDS + "(" + caption + ")";
        List<String> parts = new ArrayList<>();
        minCharacters.ifPresent(count -> parts.add(characters + " >= " + count));
        maxCharacters.ifPresent(count -> parts.add(characters + " <= " + count));
        minWords.ifPresent(count -> parts.add(words + " >= " + count));
        maxWords.ifPresent(count -> parts.add(words + " <= " + count));
        String detail =
                Sql.found(ShardSchema.CAPTION, "concat(" + words + ", ' words, ', " + characters + ", ' characters')");
        return new Condition(Sql.and(parts), detail, Set.of(ShardSchema.CAPTION));
    }
}
