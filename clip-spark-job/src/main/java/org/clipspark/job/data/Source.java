package org.clipspark.job.data;

import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.clipspark.prep.shard.ShardManifest;
import org.clipspark.prep.shard.ShardSplit;

/** One folder of shards that a run reads. */
record Source(String name, Path folder, double weight, ShardManifest manifest) {
    /**
     * Opens it by its manifest.
     *
     * @throws java.io.UncheckedIOException if there is no data set or its manifest cannot be read
     */
    static Source open(SourceSettings settings, Configuration hadoop) {
        Path folder = new Path(settings.folder());
        return new Source(settings.label(), folder, settings.weight(), ShardManifest.load(folder, hadoop));
    }

    /**
     * Its shards.
     *
     * @param number of the source
     */
    List<ShardFile> files(int number) {
        return manifest.shards().stream()
                .map(shard -> new ShardFile(number, new Path(folder, shard.file()).toString(), shard.split()))
                .toList();
    }

    long rows(ShardSplit split) {
        return manifest.rows(split);
    }

    /** What records and reports say of it. */
    SourceFacts facts() {
        return new SourceFacts(
                name,
                folder.toString(),
                weight,
                manifest.contentHash(),
                rows(ShardSplit.TRAIN),
                rows(ShardSplit.VALIDATION));
    }
}
