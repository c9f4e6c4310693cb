package org.clipspark.job.embed.score;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.clipspark.job.data.tombstone.Tombstones;
import org.clipspark.job.embed.part.EmbeddedPart;
import org.clipspark.job.embed.part.EmbeddingFolder;
import org.clipspark.job.embed.part.EmbeddingIdentity;
import org.clipspark.job.embed.part.EmbeddingManifest;
import org.clipspark.prep.place.SharedPlace;
import org.clipspark.prep.shard.OutputFolder;
import org.clipspark.prep.shard.ShardManifest;

/**
 * Copies a data set with the cosine similarity of image and caption in column {@code similarity}, by which {@code clip
 * prep run} filters. Splits that have no embeddings are left out.
 */
public final class SimilarityScores {
    private final JavaSparkContext spark;
    private final Configuration hadoop;

    /** Scores on that Spark's executors. */
    public SimilarityScores(JavaSparkContext spark) {
        this.spark = spark;
        this.hadoop = spark.hadoopConfiguration();
    }

    /**
     * Writes the data set.
     *
     * @param embeddings of the data set's rows, complete and without changes of images
     * @param shards folder of the data set
     * @param output folder to write: new, empty, or a data set that is replaced
     * @throws IllegalArgumentException if the embeddings are not those of the data set, or a folder is none for it
     * @throws java.io.UncheckedIOException if something cannot be read or written; names the file
     */
    public ScoredShards write(EmbeddingFolder embeddings, String shards, String output, CaptionChoice captions) {
        EmbeddingManifest embedded = embeddings.complete(hadoop);
        ShardManifest data = ShardManifest.load(new Path(shards), hadoop);
        Tombstones tombstones = Tombstones.load("", List.of(shards), hadoop);
        check(embedded.identity(), data, embeddings, shards);
        OutputFolder folder = new OutputFolder(new Path(output), hadoop);
        folder.requireReplaceable();
        folder.requireApartFrom(new Path(shards));
        folder.requireApartFrom(new Path(embeddings.location()));
        folder.clear();
        ScoredShards scored = run(
                new ScorePlan(
                        new EmbeddingFolder(SharedPlace.of(embeddings.location(), hadoop)),
                        SharedPlace.of(shards, hadoop),
                        data.imageColumn(),
                        tombstones,
                        SharedPlace.of(output, hadoop),
                        captions,
                        new SerializableConfiguration(hadoop)),
                tasks(data, embedded));
        folder.complete(manifest(data, scored));
        return scored;
    }

    private static void check(
            Map<String, String> identity, ShardManifest data, EmbeddingFolder embeddings, String shards) {
        if (!data.contentHash().equals(identity.get(EmbeddingIdentity.DATA))) {
            throw new IllegalArgumentException(embeddings.location() + " does not hold the embeddings of " + shards
                    + ": its data manifest is another one; embed the data set first");
        }
    }

    private static List<ScoreTask> tasks(ShardManifest data, EmbeddingManifest embedded) {
        List<ScoreTask> tasks = new ArrayList<>();
        Map<String, Long> firstRows = new HashMap<>();
        for (ShardManifest.Shard shard : data.shards()) {
            String split = shard.split().folder();
            long first = firstRows.getOrDefault(split, 0L);
            List<EmbeddedPart> parts = embedded.parts().stream()
                    .filter(part -> part.range().overlaps(split, first, first + shard.rows()))
                    .toList();
            if (!parts.isEmpty()) {
                tasks.add(new ScoreTask(shard, first, new ArrayList<>(parts)));
            }
            firstRows.put(split, first + shard.rows());
        }
        return tasks;
    }

    private ScoredShards run(ScorePlan plan, List<ScoreTask> tasks) {
        if (tasks.isEmpty()) {
            return new ScoredShards(List.of(), 0, 0, 0, 0);
        }
        Broadcast<ScorePlan> sent = spark.broadcast(plan);
        try {
            List<ScoreTask.Outcome> outcomes = spark.parallelize(tasks, tasks.size())
                    .map(task -> task.run(sent.value()))
                    .collect();
            return new ScoredShards(
                    outcomes.stream().map(ScoreTask.Outcome::shard).toList(),
                    outcomes.stream()
                            .mapToLong(outcome -> outcome.shard().rows())
                            .sum(),
                    outcomes.stream().mapToLong(ScoreTask.Outcome::scored).sum(),
                    outcomes.stream().mapToLong(ScoreTask.Outcome::erased).sum(),
                    outcomes.stream().mapToDouble(ScoreTask.Outcome::sum).sum());
        } finally {
            sent.destroy();
        }
    }

    private static ShardManifest manifest(ShardManifest data, ScoredShards scored) {
        Map<String, Long> rejected = new HashMap<>(data.rejected());
        if (scored.erased() > 0) {
            rejected.merge("erased", scored.erased(), Long::sum);
        }
        long rowsIn = scored.rows()
                + rejected.values().stream().mapToLong(Long::longValue).sum();
        return new ShardManifest(
                ShardManifest.FORMAT_VERSION,
                data.imageColumn(),
                data.seed(),
                rowsIn,
                rejected,
                data.classNames(),
                scored.shards());
    }
}
