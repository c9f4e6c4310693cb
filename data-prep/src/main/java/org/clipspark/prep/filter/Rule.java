package org.clipspark.prep.filter;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A condition on one row, of exactly one kind. It holds, does not hold, or is unknown because the row lacks a value, as in
 * SQL; only a row for which it holds passes.
 *
 * @param size of the image
 * @param aspect ratio of the image
 * @param caption length of the caption
 * @param language of the caption
 * @param score in a column
 * @param blocklist of hashes or addresses
 * @param text words that the caption has
 * @param clusters of the embedding
 * @param subset of uids
 * @param sql an expression of Spark SQL on the columns that is true, false or null
 * @param all of these hold
 * @param any of these holds
 * @param not this
 */
public record Rule(
        Optional<SizeRule> size,
        Optional<AspectRule> aspect,
        Optional<CaptionRule> caption,
        Optional<LanguageRule> language,
        Optional<ScoreRule> score,
        Optional<Blocklist> blocklist,
        Optional<TextRule> text,
        Optional<ClusterRule> clusters,
        Optional<SubsetRule> subset,
        Optional<String> sql,
        Optional<List<Rule>> all,
        Optional<List<Rule>> any,
        Optional<Rule> not) {
    /** Checks that there is one kind. */
    public Rule {
        List<RowRule> kinds =
                present(List.of(size, aspect, caption, language, score, blocklist, text, clusters, subset));
        long count = kinds.size()
                + Stream.of(sql, all, any, not).filter(Optional::isPresent).count();
        if (count != 1) {
            throw new IllegalArgumentException(
                    "a rule has exactly one kind, got " + count
                            + " of size, aspect, caption, language, score, blocklist, text, clusters, subset, sql, all, any, not");
        }
        all = all.map(rules -> several("all", rules));
        any = any.map(rules -> several("any", rules));
    }

    private static List<Rule> several(String kind, List<Rule> rules) {
        if (rules.isEmpty()) {
            throw new IllegalArgumentException(kind + " must list at least one rule");
        }
        return List.copyOf(rules);
    }

    private static List<RowRule> present(List<Optional<? extends RowRule>> kinds) {
        return kinds.stream().<RowRule>flatMap(Optional::stream).toList();
    }

    static Rule all(List<Rule> rules) {
        return new Rule(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(rules),
                Optional.empty(),
                Optional.empty());
    }

    static Rule of(RowRule kind) {
        return new Rule(
                when(kind, SizeRule.class),
                when(kind, AspectRule.class),
                when(kind, CaptionRule.class),
                when(kind, LanguageRule.class),
                when(kind, ScoreRule.class),
                when(kind, Blocklist.class),
                when(kind, TextRule.class),
                when(kind, ClusterRule.class),
                when(kind, SubsetRule.class),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static <T> Optional<T> when(RowRule kind, Class<T> type) {
        return type.isInstance(kind) ? Optional.of(type.cast(kind)) : Optional.empty();
    }

    /** As SQL. */
    Condition condition(RuleFunctions functions) {
        List<RowRule> kinds =
                present(List.of(size, aspect, caption, language, score, blocklist, text, clusters, subset));
        if (!kinds.isEmpty()) {
            return kinds.get(0).condition(functions);
        }
        if (sql.isPresent()) {
            return Condition.sql(sql.get());
        }
        if (all.isPresent()) {
            return Condition.all(conditions(all.get(), functions));
        }
        if (any.isPresent()) {
            return Condition.any(conditions(any.get(), functions));
        }
        return Condition.not(not.orElseThrow().condition(functions));
    }

    private static List<Condition> conditions(List<Rule> rules, RuleFunctions functions) {
        return rules.stream().map(rule -> rule.condition(functions)).toList();
    }
}
