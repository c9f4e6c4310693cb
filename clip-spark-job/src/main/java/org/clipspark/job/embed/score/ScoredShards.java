package org.clipspark.job.embed.score;

import java.util.List;
import org.clipspark.prep.shard.ShardManifest;

/**
 * Shards with a similarity in their rows.
 *
 * @param shards as the manifest lists them
 * @param rows rows in them
 * @param scored rows among them with a similarity: those whose image can be decoded
 * @param erased rows that were left out because they are listed as erased
 * @param sum of all similarities
 */
public record ScoredShards(List<ShardManifest.Shard> shards, long rows, long scored, long erased, double sum) {
    /** Copies the list. */
    public ScoredShards {
        shards = List.copyOf(shards);
    }

    /** Mean similarity; 0 without any. */
    public double mean() {
        return scored == 0 ? 0 : sum / scored;
    }
}
