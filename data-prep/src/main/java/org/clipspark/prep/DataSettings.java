package org.clipspark.prep;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.clipspark.prep.fetch.FetchConfig;
import org.clipspark.prep.filter.FilterConfig;
import org.clipspark.prep.shard.ShardsConfig;
import org.clipspark.prep.source.SourceConfig;

/**
 * The part of a config that decides which rows a data set has and how they lie in it.
 *
 * @param source pairs to learn from
 * @param moreSources further pairs to learn from
 * @param validation pairs to measure on
 * @param seed of the shuffle
 * @param fetch how images were fetched, and which wishes of their owners were respected
 * @param image what becomes of images
 * @param caption which captions are kept
 * @param filter which pairs are kept
 * @param evaluationSets what filters keep training apart from
 * @param split which part of {@code source} is kept from training
 * @param shards how rows become files
 */
record DataSettings(
        SourceConfig source,
        Optional<List<MixedSource>> moreSources,
        Optional<SourceConfig> validation,
        long seed,
        Optional<FetchConfig> fetch,
        ImageConfig image,
        CaptionConfig caption,
        Optional<FilterConfig> filter,
        Optional<Map<String, String>> evaluationSets,
        SplitConfig split,
        ShardsConfig shards) {
    static DataSettings of(PrepConfig config) {
        return new DataSettings(
                config.source(),
                config.moreSources(),
                config.validation(),
                config.seed(),
                config.fetch(),
                config.image(),
                config.caption(),
                config.filter(),
                config.evaluationSets(),
                config.split(),
                config.shards());
    }
}
