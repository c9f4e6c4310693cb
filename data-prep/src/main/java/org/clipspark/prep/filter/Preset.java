package org.clipspark.prep.filter;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The filters of DataComp (Gadre et al. 2023, arXiv:2304.14108, and {@code baselines/apply_filter.py} of
 * mlfoundations/datacomp), by definition; every threshold is inclusive as there.
 *
 * <p>DataComp asks fastText or gcld3 for the language; here it is the {@code language} column where a row has one, and
 * otherwise what {@link org.clipspark.prep.language.LanguageIdentifier} says, which agrees with them on all but a few of a
 * hundred captions.
 */
enum Preset {
    /** English; at least 3 words and 6 characters; shorter side at least 200 pixels; longer at most 3 times that. */
    BASIC("") {
        @Override
        Kind build(PresetInputs with) {
            return Kind.keeping(
                    ENGLISH,
                    Rule.of(CaptionRule.atLeast(3, 6)),
                    Rule.of(SizeRule.shorterSideAtLeast(200)),
                    Rule.of(new AspectRule(3.0)));
        }
    },
    /** The similarity is at least {@code min}, or among the {@code fraction} of highest ones with all that tie. */
    CLIP_SCORE("column, min|fraction") {
        @Override
        Kind build(PresetInputs with) {
            String column = with.column().orElseThrow();
            return with.fraction()
                    .map(fraction -> Kind.best(new TopFraction(column, fraction, TopFraction.Ties.ALL)))
                    .orElseGet(() -> Kind.keeping(
                            Rule.of(ScoreRule.atLeast(column, with.min().orElseThrow()))));
        }
    },
    /** English with a word whose commonest sense is one of ImageNet-21k's synsets. */
    TEXT_BASED("words, synsets") {
        @Override
        Kind build(PresetInputs with) {
            return Kind.keeping(ENGLISH, Rule.of(new TextRule(with.words().orElseThrow(), with.synsets())));
        }
    },
    /** English; at least 2 words and 6 characters; the nearest centroid is one that an ImageNet image is nearest to. */
    IMAGE_BASED("centroids, ids") {
        @Override
        Kind build(PresetInputs with) {
            return Kind.keeping(
                    ENGLISH,
                    Rule.of(CaptionRule.atLeast(2, 6)),
                    Rule.of(new ClusterRule(
                            with.centroids().orElseThrow(), with.ids().orElseThrow())));
        }
    },
    /** English with a similarity of CLIP ViT-B/32 of at least 0.28, which {@code column} holds. */
    LAION2B("column") {
        @Override
        Kind build(PresetInputs with) {
            return Kind.keeping(ENGLISH, Rule.of(ScoreRule.atLeast(with.column().orElseThrow(), 0.28)));
        }
    };

    private static final Rule ENGLISH = Rule.of(new LanguageRule(List.of("en")));

    private final String inputs;

    Preset(String inputs) {
        this.inputs = inputs;
    }

    /** A rule or a fraction. */
    record Kind(Optional<Rule> keep, Optional<TopFraction> top) {
        static Kind keeping(Rule... rules) {
            return new Kind(Optional.of(Rule.all(List.of(rules))), Optional.empty());
        }

        static Kind best(TopFraction top) {
            return new Kind(Optional.empty(), Optional.of(top));
        }
    }

    static List<String> names() {
        return Arrays.stream(values())
                .map(preset -> preset.name().toLowerCase(Locale.ROOT))
                .toList();
    }

    static Preset named(String name) {
        return Arrays.stream(values())
                .filter(preset -> preset.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "Unknown preset '" + name + "' (expected: " + String.join(", ", names()) + ")"));
    }

    /** What the preset stands for. */
    Kind expand(PresetInputs with) {
        List<String> given = with.given();
        List<String> needed = inputs.isEmpty() ? List.of() : List.of(inputs.split(", ", -1));
        boolean isComplete = needed.stream()
                .allMatch(input -> oneOf(input).filter(given::contains).count() == 1);
        boolean isRead = given.stream()
                .allMatch(name -> needed.stream().flatMap(Preset::oneOf).anyMatch(name::equals));
        if (!isComplete || !isRead) {
            throw new IllegalArgumentException("preset " + name().toLowerCase(Locale.ROOT) + " expects in with: "
                    + (inputs.isEmpty() ? "nothing" : inputs) + "; got " + given);
        }
        return build(with);
    }

    private static Stream<String> oneOf(String input) {
        return Arrays.stream(input.split("\\|", -1));
    }

    abstract Kind build(PresetInputs with);
}
