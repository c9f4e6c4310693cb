package org.clipspark.job.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.clipspark.job.config.TrainSettings;
import org.clipspark.model.checkpoint.Checkpoint;
import org.clipspark.model.compute.FloatVector;

/** A replica's state on disk: parameters, optimizer state, and where in the run it stands. */
final class ReplicaCheckpoint {
    static final String STATE = "state";

    private ReplicaCheckpoint() {}

    /** Writes the state that a replica has after a segment; replaces what a lost attempt left there. */
    static void save(RunPlan plan, Replica replica, RunState state, EpochReport segment, String folder) {
        try {
            HadoopCheckpointFiles files = new HadoopCheckpointFiles(folder, plan.hadoop());
            files.deleteCommitted();
            Checkpoint.save(
                    files,
                    replica.model().parameters().layout(),
                    replica.vectors(),
                    Map.of(
                            STATE,
                            StateDocument.format(plan, state, segment),
                            "model_config",
                            plan.model().toJson()));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write checkpoint " + folder, e);
        }
    }

    /** Gives a replica the vectors of a checkpoint. */
    static void load(RunPlan plan, Replica replica, RunState state, String folder) {
        read(plan, replica, replica.vectors(), folder);
        boolean restarts = plan.config().train().optimizerState() == TrainSettings.OptimizerState.RESET;
        replica.restoreSteps(restarts ? 0 : plan.step(state.cursor()));
    }

    /**
     * Gives a replica's model the parameters to evaluate of a checkpoint, their moving average where one is kept, and
     * leaves everything else as it is.
     */
    static void loadEvaluated(RunPlan plan, Replica replica, String folder) {
        String part = plan.config().train().ema() > 0 ? Checkpoint.EMA : Checkpoint.MODEL;
        read(plan, replica, Map.of(part, replica.model().parameterVector()), folder);
    }

    private static void read(RunPlan plan, Replica replica, Map<String, FloatVector> parts, String folder) {
        try {
            Checkpoint.load(
                    new HadoopCheckpointFiles(folder, plan.hadoop()),
                    replica.model().parameters().layout(),
                    parts);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read checkpoint " + folder, e);
        }
    }
}
