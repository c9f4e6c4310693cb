package org.clipspark.prep.filter;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.clipspark.prep.twin.Contamination;
import org.clipspark.prep.twin.ExactDuplicates;
import org.clipspark.prep.twin.NearDuplicates;
import org.clipspark.prep.twin.SemanticDuplicates;

/**
 * One named step of exactly one kind.
 *
 * @param name lower case, digits and underscores, at most 40; part of the status of rows that fail
 * @param keep rows for which this holds pass
 * @param preset one of {@link Preset#names}, in place of the kinds that it stands for
 * @param with what the preset needs to know
 * @param top the best rows of those that come so far pass
 * @param exact one of each group of equal rows passes
 * @param near one of each group of near-duplicate pictures passes
 * @param semantic one of each group of near embeddings passes
 * @param decontaminate rows that no evaluation set holds pass
 */
public record FilterStep(
        String name,
        Optional<Rule> keep,
        Optional<String> preset,
        Optional<PresetInputs> with,
        Optional<TopFraction> top,
        Optional<ExactDuplicates> exact,
        Optional<NearDuplicates> near,
        Optional<SemanticDuplicates> semantic,
        Optional<Contamination> decontaminate) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9_]{1,40}");
    // The pipeline itself rejects rows as duplicate_key.
    private static final String TAKEN = "key";

    /** Checks the name and that there is one kind. */
    public FilterStep {
        if (!NAME.matcher(name).matches() || name.equals(TAKEN)) {
            throw new IllegalArgumentException(
                    "name must be 1 to 40 of a-z, 0-9 and _, and not '" + TAKEN + "', got '" + name + "'");
        }
        List<String> kinds = Stream.of(
                        keep.map(any -> "keep"),
                        preset.map(any -> "preset"),
                        top.map(any -> "top"),
                        exact.map(any -> "exact"),
                        near.map(any -> "near"),
                        semantic.map(any -> "semantic"),
                        decontaminate.map(any -> "decontaminate"))
                .flatMap(Optional::stream)
                .toList();
        if (kinds.size() != 1) {
            throw new IllegalArgumentException("step '" + name
                    + "': expected exactly one of keep, preset, top, exact, near, semantic, decontaminate, got "
                    + kinds);
        }
        if (with.isPresent() && preset.isEmpty()) {
            throw new IllegalArgumentException("step '" + name + "': with belongs to preset");
        }
        preset.ifPresent(word -> Preset.named(word).expand(with.orElse(PresetInputs.NONE)));
    }

    static FilterStep keeping(String name, Rule rule) {
        return of(name, Optional.of(rule), Optional.empty());
    }

    static FilterStep best(String name, TopFraction top) {
        return of(name, Optional.empty(), Optional.of(top));
    }

    private static FilterStep of(String name, Optional<Rule> keep, Optional<TopFraction> top) {
        return new FilterStep(
                name,
                keep,
                Optional.empty(),
                Optional.empty(),
                top,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** The same step in terms of the other kinds. */
    FilterStep withoutPreset() {
        return preset.map(word -> Preset.named(word).expand(with.orElse(PresetInputs.NONE)))
                .map(kind -> of(name, kind.keep(), kind.top()))
                .orElse(this);
    }
}
