package org.clipspark.job.plan;

import org.clipspark.job.config.OptimizerSettings;
import org.clipspark.job.config.TrainSettings;
import org.clipspark.job.train.RunOutline;

/** What replicas exchange when they agree: parameters in an average, or gradients at each step of a global batch. */
final class AveragedVectors {
    private static final int ADAM_MOMENTS = 2;

    private final TrainSettings train;
    private final long weights;
    private final long moments;
    private final long gradients;

    AveragedVectors(RunOutline run) {
        this.train = run.config().train();
        boolean isRing = train.replicaGroup() == TrainSettings.ReplicaGroup.RING;
        int copies = train.ema() > 0 ? 2 : 1;
        // A ring leaves locked parameters out, rounds hand the whole state on.
        this.weights = copies * (isRing ? run.changingFloats() : run.layout().size());
        this.moments = run.config().optimizer().name() == OptimizerSettings.Rule.ADAMW
                ? ADAM_MOMENTS * run.layout().size()
                : 0;
        this.gradients = run.learningFloats();
    }

    /** Floats of an ordinary average, or of a step on a global batch, without the few of the embeddings. */
    long floats() {
        if (train.mode() == TrainSettings.Mode.GLOBAL) {
            return gradients;
        }
        return train.optimizerState() == TrainSettings.OptimizerState.AVERAGE ? weights + moments : weights;
    }

    /** Floats of an average before a checkpoint, where moments that replicas keep are averaged as well. */
    long largestFloats() {
        if (train.mode() == TrainSettings.Mode.GLOBAL) {
            return gradients + weights;
        }
        return train.optimizerState() == TrainSettings.OptimizerState.RESET ? weights : weights + moments;
    }
}
