package org.clipspark.job.embed.part;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.apache.hadoop.conf.Configuration;
import org.clipspark.prep.shard.ShardSplit;

/** Writes folders of made-up embeddings for tests. */
public final class SmallEmbeddings {
    /** Settings of the file systems. */
    public static final Configuration HADOOP = new Configuration();

    private static final int ROWS_PER_PART = 1000;

    private SmallEmbeddings() {}

    /** Row number {@code i} of key {@code key-i} with one caption. */
    public static EmbeddedRow row(int number, float[] image, float[] text) {
        return new EmbeddedRow(
                "key-" + number,
                Optional.of(ShardSplit.VALIDATION),
                number,
                List.of("caption " + number),
                OptionalInt.empty(),
                Optional.empty(),
                new TreeMap<>(),
                new EmbeddingVector(image),
                List.of(new EmbeddingVector(text)));
    }

    /** A complete folder; the name tells its identity from others. */
    public static EmbeddingFolder write(String location, String name, int rows, IntFunction<EmbeddedRow> row) {
        EmbeddingFolder folder = new EmbeddingFolder(location);
        EmbeddingIdentity identity = new EmbeddingIdentity(new TreeMap<>(Map.of(EmbeddingIdentity.DATA, name)));
        folder.claim(identity, HADOOP);
        List<EmbeddedPart> parts = new ArrayList<>();
        int width = 1;
        for (int from = 0; from < rows; from += ROWS_PER_PART) {
            int to = Math.min(rows, from + ROWS_PER_PART);
            List<EmbeddedRow> some = new ArrayList<>();
            for (int i = from; i < to; i++) {
                some.add(row.apply(i));
            }
            width = some.get(0).image().width();
            EmbeddedUnit unit = new EmbeddedUnit(new PartRange("validation", from, to), some, List.of());
            parts.add(folder.write(parts.size(), "0", List.of(), unit, HADOOP));
        }
        folder.finish(
                new EmbeddingManifest(
                        EmbeddingManifest.FORMAT_VERSION,
                        identity.parts(),
                        Map.of(EmbeddingManifest.SHARDS, "shards"),
                        Map.of(),
                        width,
                        List.of(),
                        List.of(),
                        parts),
                HADOOP);
        return folder;
    }
}
