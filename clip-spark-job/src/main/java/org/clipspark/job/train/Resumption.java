package org.clipspark.job.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.clipspark.job.config.JobConfig;
import org.clipspark.model.checkpoint.Checkpoint;

/**
 * The checkpoint that a run goes on from: the newest that is whole.
 *
 * @param folder where it lies
 * @param name of it
 * @param saved what it says
 * @param damaged what was wrong with newer ones
 */
record Resumption(String folder, String name, StateDocument.Saved saved, List<String> damaged) {
    /**
     * Looks for it.
     *
     * @return empty if there is no checkpoint at all: the run has not begun
     * @throws UncheckedIOException if there are checkpoints and all are damaged
     */
    static Optional<Resumption> latest(JobConfig config, Configuration hadoop) {
        CheckpointFolder folder = new CheckpointFolder(config.checkpoint().folder(config.run()), hadoop);
        List<String> damaged = new ArrayList<>();
        for (String name : folder.newestFirst()) {
            String location = folder.location(name);
            try {
                return Optional.of(new Resumption(location, name, read(location, hadoop), List.copyOf(damaged)));
            } catch (UncheckedIOException | IllegalArgumentException e) {
                damaged.add(e.getMessage());
            }
        }
        if (!damaged.isEmpty()) {
            throw new UncheckedIOException(
                    "No checkpoint to resume from: " + damaged.get(0), new IOException(String.join("; ", damaged)));
        }
        return Optional.empty();
    }

    private static StateDocument.Saved read(String location, Configuration hadoop) {
        try {
            HadoopCheckpointFiles files = new HadoopCheckpointFiles(location, hadoop);
            Checkpoint.verify(files);
            String state = Checkpoint.documents(files).getOrDefault(ReplicaCheckpoint.STATE, "{}");
            return StateDocument.parse(state);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read checkpoint " + location + ": " + e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("Checkpoint " + location + ": " + e.getMessage(), e);
        }
    }

    /** Whether other keys are erased than when the checkpoint was written. */
    boolean hasOtherTombstones(RunPlan plan) {
        return !plan.tombstones().hash().equals(saved.lineage().getOrDefault(Lineage.TOMBSTONES, ""));
    }

    /**
     * Refuses to go on with what is not the same run.
     *
     * @throws IllegalArgumentException if data, sampling, model, transform, tokenizer, seed or batches differ; says which
     */
    void check(RunPlan plan) {
        for (String part :
                List.of(Lineage.DATA, Lineage.SAMPLING, Lineage.MODEL, Lineage.TRANSFORM, Lineage.TOKENIZER)) {
            Map<String, String> before = saved.lineage();
            if (!plan.lineage().getOrDefault(part, "").equals(before.getOrDefault(part, ""))) {
                throw new IllegalArgumentException("Cannot resume from " + folder + ": its " + part + " is "
                        + before.getOrDefault(part, "not there") + ", this run's is "
                        + plan.lineage().getOrDefault(part, "not there")
                        + "; give the run's own settings, or begin a new run with model.weights=" + folder);
            }
        }
        long seed = saved.state().cursor().seed();
        if (seed != plan.config().run().seed()) {
            throw new IllegalArgumentException("Cannot resume from " + folder + ": its run.seed is " + seed + ", got "
                    + plan.config().run().seed());
        }
        if (saved.batchSize() != plan.order().batchSize()
                && saved.state().cursor().batch() > 0) {
            throw new IllegalArgumentException("Cannot resume from " + folder + " within an epoch with batches of "
                    + plan.order().batchSize() + " pairs: its batches have " + saved.batchSize()
                    + " (train.batchSize times train.accumulation)");
        }
    }
}
