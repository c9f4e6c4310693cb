package org.clipspark.prep.filter;

/** A kind of condition on one row. */
sealed interface RowRule
        permits SizeRule,
                AspectRule,
                CaptionRule,
                LanguageRule,
                ScoreRule,
                Blocklist,
                TextRule,
                ClusterRule,
                SubsetRule {
    /** As SQL; reads the files that the rule names. */
    Condition condition(RuleFunctions functions);
}
