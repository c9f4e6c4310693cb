package org.clipspark.job.embed.score;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;
import org.clipspark.job.data.tombstone.Tombstones;
import org.clipspark.job.embed.part.EmbeddedPart;
import org.clipspark.prep.shard.PairAttributes;
import org.clipspark.prep.shard.ShardManifest;
import org.clipspark.prep.shard.ShardRow;
import org.clipspark.prep.shard.ShardRowReader;
import org.clipspark.prep.shard.ShardSchema;
import org.clipspark.prep.shard.ShardWriter;

/**
 * One shard to copy with similarities.
 *
 * @param shard as the manifest lists it
 * @param firstRow number of its first row within the split
 * @param parts of the embeddings that have its rows
 */
record ScoreTask(ShardManifest.Shard shard, long firstRow, List<EmbeddedPart> parts) implements Serializable {
    private static final long ROW_GROUP_BYTES = 16L << 20;

    /** What became of a shard. */
    record Outcome(ShardManifest.Shard shard, long scored, long erased, double sum) implements Serializable {}

    Outcome run(ScorePlan plan) {
        Configuration hadoop = plan.hadoop().value();
        Map<Long, Double> scores = scores(plan, hadoop);
        Tombstones.Lookup erased = plan.tombstones().lookup(0);
        Path target = new Path(plan.output(), shard.split().folder() + "/" + new Path(shard.file()).getName());
        String attempt = String.valueOf(TaskContext.get().taskAttemptId());
        long scored = 0;
        long left = 0;
        double sum = 0;
        try (ShardRowReader rows = ShardRowReader.whole(new Path(plan.shards(), shard.file()), hadoop);
                ShardWriter writer =
                        ShardWriter.ofPairs(target, attempt, plan.imageColumn(), ROW_GROUP_BYTES, hadoop)) {
            for (long number = firstRow; rows.hasNext(); number++) {
                ShardRow row = rows.next();
                Double score = scores.get(number);
                if (erased.has(row.key().getBytes(StandardCharsets.UTF_8))) {
                    left++;
                } else {
                    writer.write(score == null ? without(row) : with(row, score));
                    scored += score == null ? 0 : 1;
                    sum += score == null ? 0 : score;
                }
            }
            return new Outcome(writer.finish(shard.split()), scored, left, sum);
        }
    }

    private Map<Long, Double> scores(ScorePlan plan, Configuration hadoop) {
        Map<Long, Double> scores = new HashMap<>();
        for (EmbeddedPart part : parts) {
            plan.embeddings()
                    .read(part, hadoop)
                    .forEach(row -> scores.put(row.row(), plan.captions().of(row)));
        }
        return scores;
    }

    /** A similarity that an earlier model measured must not stand beside those of this one. */
    private static ShardRow without(ShardRow row) {
        SortedMap<String, Double> others = new TreeMap<>(row.attributes().scores());
        others.remove(ShardSchema.SIMILARITY);
        return withAttributes(
                row,
                new PairAttributes(
                        others, row.attributes().tags(), row.attributes().embedding()));
    }

    private static ShardRow with(ShardRow row, double score) {
        return withAttributes(row, row.attributes().withScore(ShardSchema.SIMILARITY, score));
    }

    private static ShardRow withAttributes(ShardRow row, PairAttributes attributes) {
        return new ShardRow(
                row.key(), row.origin(), row.text(), row.image(), row.sizes(), row.sha256(), attributes, row.status());
    }
}
