package org.clipspark.prep.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a preset needs to know; each says which of these it reads, and others are refused.
 *
 * @param column of the CLIP similarity
 * @param min least similarity, inclusive
 * @param fraction of rows to keep, above 0 and at most 1
 * @param words file as in {@link TextRule}
 * @param synsets file as in {@link TextRule}
 * @param centroids file as in {@link ClusterRule}
 * @param ids file as in {@link ClusterRule}
 */
public record PresetInputs(
        Optional<String> column,
        Optional<Double> min,
        Optional<Double> fraction,
        Optional<String> words,
        Optional<String> synsets,
        Optional<String> centroids,
        Optional<String> ids) {
    static final PresetInputs NONE = new PresetInputs(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    /** Names of the inputs that are given, in the order of the components. */
    List<String> given() {
        List<String> given = new ArrayList<>();
        column.ifPresent(any -> given.add("column"));
        min.ifPresent(any -> given.add("min"));
        fraction.ifPresent(any -> given.add("fraction"));
        words.ifPresent(any -> given.add("words"));
        synsets.ifPresent(any -> given.add("synsets"));
        centroids.ifPresent(any -> given.add("centroids"));
        ids.ifPresent(any -> given.add("ids"));
        return given;
    }
}
