package org.clipspark.prep;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.clipspark.prep.report.DataCard;
import org.clipspark.prep.shard.ImageBytes;
import org.clipspark.prep.shard.PairOrigin;
import org.clipspark.prep.source.PairSource;
import org.clipspark.prep.source.SourceConfig;
import org.clipspark.prep.source.SourceLimits;
import org.clipspark.prep.source.SourcePair;
import org.clipspark.prep.source.SourcePart;

/** The sources of a config with the numbers that their rows bear in {@link PairOrigin#source}. */
final class ConfiguredSources {
    private static final int FIRST_FURTHER = PairOrigin.VALIDATION + 1;

    private final List<Numbered> sources = new ArrayList<>();

    private record Numbered(int number, String name, double weight, SourceConfig config) {}

    ConfiguredSources(PrepConfig config) {
        sources.add(new Numbered(0, "source", 1, config.source()));
        config.validation()
                .ifPresent(other -> sources.add(new Numbered(PairOrigin.VALIDATION, "validation", 1, other)));
        List<MixedSource> further = config.moreSources().orElse(List.of());
        for (int i = 0; i < further.size(); i++) {
            MixedSource source = further.get(i);
            sources.add(new Numbered(FIRST_FURTHER + i, source.name(), source.weight(), source.source()));
        }
    }

    List<String> paths() {
        return sources.stream().map(source -> source.config().path()).toList();
    }

    /** Finds the files of all sources before any of them is read. */
    List<SourcePart> parts(JavaSparkContext spark, SourceLimits limits) {
        Configuration hadoop = spark.hadoopConfiguration();
        Map<Integer, PairSource> found = new TreeMap<>();
        sources.forEach(source -> found.put(source.number(), PairSource.named(source.config(), limits, hadoop)));
        List<SourcePart> parts = new ArrayList<>();
        found.forEach((number, source) -> parts.addAll(source.parts(spark, number)));
        return parts;
    }

    /** Pairs with the keys that they have in the data set, those that weights leave out rejected. */
    JavaRDD<SourcePair> mix(JavaRDD<SourcePair> pairs) {
        if (sources.stream().noneMatch(source -> source.number() >= FIRST_FURTHER)) {
            return pairs;
        }
        HashMap<Integer, SourceMix> mixes = new HashMap<>();
        sources.stream()
                .filter(source -> source.number() >= FIRST_FURTHER)
                .forEach(source -> mixes.put(source.number(), new SourceMix(source.name(), source.weight())));
        return pairs.map(new Mixed(mixes)::apply);
    }

    private record Mixed(HashMap<Integer, SourceMix> mixes) implements Serializable {
        SourcePair apply(SourcePair pair) {
            SourceMix mix = mixes.get(pair.origin().source());
            return mix == null ? pair : mix.apply(pair);
        }
    }

    /** What the card says of each source. */
    List<DataCard.Input> inputs(List<SourcePart> parts, Funnel funnel) {
        List<DataCard.Input> inputs = new ArrayList<>();
        for (Numbered source : sources) {
            List<String> files = parts.stream()
                    .filter(part -> part.source() == source.number())
                    .flatMap(part -> part.inputs().stream())
                    .distinct()
                    .toList();
            byte[] names = String.join("\n", files).getBytes(StandardCharsets.UTF_8);
            inputs.add(new DataCard.Input(
                    source.name(),
                    source.config().path(),
                    files.size(),
                    new ImageBytes(names).sha256(),
                    source.weight(),
                    funnel.found().getOrDefault(source.number(), 0L),
                    funnel.kept().getOrDefault(source.number(), 0L)));
        }
        return inputs;
    }
}
