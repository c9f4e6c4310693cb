package org.clipspark.job.train;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.clipspark.job.config.JobConfig;
import org.clipspark.job.config.LossSettings;
import org.clipspark.job.config.RunFolder;
import org.clipspark.job.config.TrainSettings;
import org.clipspark.job.data.ShardReader;
import org.clipspark.job.data.SourceFacts;
import org.clipspark.job.data.tombstone.ErasureCounts;
import org.clipspark.model.input.ClipTokenizer;
import org.clipspark.model.loss.ContrastiveLoss;
import org.clipspark.prep.shard.ShardSplit;

/** What must fit together before a run begins; each message says which settings do not. */
final class TrainingChecks {
    private TrainingChecks() {}

    static void data(JobConfig config, ShardReader data) {
        int replicas = config.train().replicas();
        long train = data.batchOrder(replicas, config.train().pairsPerStep()).rows();
        if (train < 2L * replicas) {
            throw new IllegalArgumentException(
                    names(config, data) + train + " training samples for each epoch, but train.replicas = " + replicas
                            + " need at least two each: lower train.replicas or prepare more data");
        }
        long validation = data.rows(ShardSplit.VALIDATION);
        if (validation < 2) {
            throw new IllegalArgumentException(names(config, data) + validation
                    + " validation rows, at least 2 are needed: prepare it with a validation source or split");
        }
    }

    /** Rows that the tombstones leave. */
    static void erasure(ShardReader data, ErasureCounts erasure) {
        long train = data.rows(ShardSplit.TRAIN) - erasure.train();
        long validation = data.rows(ShardSplit.VALIDATION) - erasure.validation();
        if (erasure.keys() > 0 && (train < 2 || validation < 2)) {
            throw new IllegalArgumentException("The tombstones leave " + train + " training and " + validation
                    + " validation rows, at least 2 of each are needed: prepare more data");
        }
    }

    private static String names(JobConfig config, ShardReader data) {
        List<String> folders = data.sources().stream().map(SourceFacts::shards).toList();
        return config.data().sources().isEmpty()
                ? "data.shards " + folders.get(0) + " has "
                : "data.sources (" + String.join(", ", folders) + ") together have ";
    }

    static void weights(JobConfig config) {
        Path checkpoints = Path.of(config.run().directory(), RunFolder.CHECKPOINTS);
        String weights = config.model().weights();
        boolean isInside = absolute(Path.of(weights)).startsWith(absolute(checkpoints));
        if (!weights.isEmpty() && config.run().overwrite() && isInside) {
            throw new IllegalArgumentException("model.weights " + weights + " is of the run in run.directory "
                    + config.run().directory() + ", which run.overwrite deletes: choose another run.directory");
        }
    }

    private static Path absolute(Path path) {
        return path.toAbsolutePath().normalize();
    }

    /** A folder of its own for checkpoints that holds another run's. */
    static void checkpoints(JobConfig config, CheckpointFolder folder) {
        List<String> names = folder.newestFirst();
        if (!names.isEmpty() && !config.run().overwrite()) {
            throw new IllegalArgumentException(
                    "checkpoint.directory " + config.checkpoint().directory()
                            + " already holds a run (" + names.get(0) + "): resume it, choose another folder or set"
                            + " run.overwrite=true");
        }
        names.forEach(folder::delete);
    }

    static void rounds(TrainSettings train) {
        if (train.replicaGroup() == TrainSettings.ReplicaGroup.ROUNDS
                && train.optimizerState() == TrainSettings.OptimizerState.KEEP) {
            throw new IllegalArgumentException("train.optimizerState keep needs train.replicaGroup ring: a task of a"
                    + " round keeps nothing (expected with rounds: average, reset)");
        }
    }

    /** A global batch leaves nothing to average, so what says how to would have no effect. */
    static void mode(TrainSettings train) {
        if (train.mode() != TrainSettings.Mode.GLOBAL) {
            return;
        }
        if (train.replicaGroup() == TrainSettings.ReplicaGroup.ROUNDS) {
            throw new IllegalArgumentException(
                    "train.mode global needs train.replicaGroup ring: replicas talk at each step");
        }
        global(train.optimizerState() == TrainSettings.OptimizerState.AVERAGE, "train.optimizerState average");
        global(!train.outer().isUsed(), "train.outer.rule none");
        global(train.averageEveryStepUntil() == 0, "train.averageEveryStepUntil 0");
    }

    private static void global(boolean isMet, String setting) {
        if (!isMet) {
            throw new IllegalArgumentException("train.mode global needs " + setting
                    + ": replicas learn from one batch and never average (expected otherwise: train.mode averaging)");
        }
    }

    static void schedule(RunPlan plan) {
        int warmup = plan.config().optimizer().warmupSteps();
        int cooldown = plan.config().optimizer().cooldown().steps();
        if (warmup > plan.totalSteps()) {
            throw new IllegalArgumentException("optimizer.warmupSteps = " + warmup + " is longer than the run of "
                    + plan.totalSteps() + " steps: lower it, or raise train.epochs");
        }
        if (cooldown > plan.totalSteps() - warmup) {
            throw new IllegalArgumentException(
                    "optimizer.cooldown.steps = " + cooldown + " do not fit behind the warm-up" + " of a run of "
                            + plan.totalSteps() + " steps: lower them, or raise train.epochs");
        }
    }

    static void loss(RunPlan plan) {
        LossSettings.Kind kind = plan.config().loss().name();
        try {
            ContrastiveLoss.named(kind.name().toLowerCase(Locale.ROOT))
                    .check(plan.model().initialLogitBias());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "loss.name does not fit " + plan.config().model().config() + ": " + e.getMessage(), e);
        }
    }

    static void tokenizer(RunPlan plan) {
        ClipTokenizer tokenizer = plan.tokenizer();
        int rows = plan.model().text().vocabularySize();
        // A larger table is fine: a vocabulary learnt from few captions may have fewer tokens than asked for.
        if (tokenizer.vocabularySize() > rows) {
            throw new IllegalArgumentException(
                    "tokenizer.vocabulary " + plan.config().tokenizer().vocabulary() + " has "
                            + tokenizer.vocabularySize() + " tokens, but "
                            + plan.config().model().config()
                            + " has text_cfg.vocab_size " + rows);
        }
    }
}
