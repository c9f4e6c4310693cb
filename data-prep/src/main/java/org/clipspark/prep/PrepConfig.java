package org.clipspark.prep;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.clipspark.prep.fetch.FetchConfig;
import org.clipspark.prep.filter.FilterConfig;
import org.clipspark.prep.shard.ShardsConfig;
import org.clipspark.prep.source.SourceConfig;
import org.clipspark.prep.stage.StageConfig;

/**
 * Everything that decides how a data set comes out.
 *
 * @param source pairs to learn from
 * @param moreSources further pairs to learn from, with weights; may be left out
 * @param validation pairs to measure on, all of them; may be left out
 * @param output folder of the data set
 * @param mode what happens to what is in that folder
 * @param seed of the shuffle
 * @param fetch how images are fetched that a source only names; may be left out
 * @param image what becomes of images
 * @param caption which captions are kept
 * @param filter which pairs of {@code source} are kept; may be left out
 * @param evaluationSets name to the folder of a data set, for filter steps that keep training apart from measurement; may be
 *     left out
 * @param split which part of {@code source} is kept from training
 * @param shards how rows become files
 * @param stage how work is kept until the data set is complete
 * @param uids file that gets the uids of all rows in shards, as DataComp's subset files ({@code .npy}); may be left out
 * @param gates what the data set must reach; may be left out
 */
public record PrepConfig(
        SourceConfig source,
        Optional<List<MixedSource>> moreSources,
        Optional<SourceConfig> validation,
        String output,
        OutputMode mode,
        long seed,
        Optional<FetchConfig> fetch,
        ImageConfig image,
        CaptionConfig caption,
        Optional<FilterConfig> filter,
        Optional<Map<String, String>> evaluationSets,
        SplitConfig split,
        ShardsConfig shards,
        StageConfig stage,
        Optional<String> uids,
        Optional<GatesConfig> gates) {
    /** Checks that there is an output, and that sources have names of their own. */
    public PrepConfig {
        if (output.isBlank()) {
            throw new IllegalArgumentException("output must name a folder");
        }
        moreSources = moreSources.map(List::copyOf);
        List<String> names = new ArrayList<>(List.of("source", "validation"));
        for (MixedSource further : moreSources.orElse(List.of())) {
            if (names.contains(further.name())) {
                throw new IllegalArgumentException(
                        "moreSources: the name '" + further.name() + "' is taken; give each source its own");
            }
            names.add(further.name());
        }
    }
}
