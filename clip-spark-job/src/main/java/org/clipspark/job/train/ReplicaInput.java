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
    private final RunPlan plan;
    private final ShardReader shards;
    private final PairEncoder encoder;

    ReplicaInput(RunPlan plan) {
        this.plan = plan;
        this.shards = ShardReader.open(plan.config().data(), plan.tombstones(), plan.hadoop());
        this.encoder = new PairEncoder(transform(plan.config(), plan.model()), plan.tokenizer());
    }

    static ImageTransform transform(JobConfig config, ModelConfig model) {
        return ImageTransform.training(
                model.vision().size(), model.vision().patchSize(), config.data().augmentation());
    }

    /** Batches from that cursor on, decoded ahead. */
    BatchPrefetcher batches(SampleCursor cursor, ReplicaShare share) {
        JobConfig config = plan.config();
        BatchSettings settings = new BatchSettings(
                config.train().pairsPerStep(),
                plan.model().text().contextLength(),
                config.data().decodeThreads(),
                config.data().prefetchBatches());
        return new BatchPrefetcher(shards, cursor, share, plan.order(), encoder, settings);
    }
}
