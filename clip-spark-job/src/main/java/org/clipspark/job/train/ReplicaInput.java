package org.clipspark.job.train;

import org.clipspark.job.config.JobConfig;
import org.clipspark.job.data.BatchPrefetcher;
import org.clipspark.job.data.BatchSettings;
import org.clipspark.job.data.PairEncoder;
import org.clipspark.job.data.ReplicaShare;
import org.clipspark.job.data.SampleCursor;
import org.clipspark.job.data.ShardReader;
import org.clipspark.model.ModelConfig;
import org.clipspark.model.input.ImageTransform;

/** The way from shards to training batches, opened once per replica. */
final class ReplicaInput {
    private final JobConfig config;
    private final ModelConfig model;
    private final ShardReader shards;
    private final PairEncoder encoder;

    ReplicaInput(RunPlan plan) {
        this.config = plan.config();
        this.model = plan.model();
        this.shards = ShardReader.open(config.data().shards(), plan.hadoop());
        this.encoder = new PairEncoder(transform(config, model), plan.tokenizer());
    }

    static ImageTransform transform(JobConfig config, ModelConfig model) {
        return ImageTransform.training(
                model.vision().size(), model.vision().patchSize(), config.data().augmentation());
    }

    /** Batches from that cursor on, decoded ahead. */
    BatchPrefetcher batches(SampleCursor cursor, ReplicaShare share) {
        BatchSettings settings = new BatchSettings(
                config.train().pairsPerStep(),
                model.text().contextLength(),
                config.data().decodeThreads(),
                config.data().prefetchBatches());
        return new BatchPrefetcher(shards.shuffled(cursor, share), cursor, encoder, settings);
    }
}
