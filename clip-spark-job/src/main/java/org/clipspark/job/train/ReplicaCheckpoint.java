package org.clipspark.job.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.clipspark.job.config.TrainSettings;
import org.clipspark.model.checkpoint.Checkpoint;
import org.clipspark.model.compute.FloatVector;

/** A replica's state on disk: parameters, optimizer state, and where in the run it stands. */
final class ReplicaCheckpoint {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ReplicaCheckpoint() {}

    /** Writes the state that a replica has after {@code epochs} epochs; replaces what a lost attempt left there. */
    static void save(RunPlan plan, Replica replica, int epochs, String folder) {
        try {
            HadoopCheckpointFiles files = new HadoopCheckpointFiles(folder, plan.hadoop());
            files.deleteCommitted();
            Checkpoint.save(
                    files,
                    replica.model().parameters().layout(),
                    replica.vectors(),
                    Map.of(
                            "state",
                            state(plan, epochs),
                            "model_config",
                            plan.model().toJson()));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write checkpoint " + folder, e);
        }
    }

    private static String state(RunPlan plan, int epochs) throws JsonProcessingException {
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("epoch", epochs);
        state.put("step", epochs * plan.stepsPerEpoch());
        state.put("seed", plan.config().run().seed());
        state.put("run_id", plan.runId());
        state.put("lineage", plan.lineage());
        state.put("config", plan.config().format());
        return JSON.writeValueAsString(state);
    }

    /** Gives a replica the state that was written after {@code epochs} epochs. */
    static void load(RunPlan plan, Replica replica, int epochs, String folder) {
        read(plan, replica, replica.vectors(), folder);
        boolean restarts = plan.config().train().optimizerState() == TrainSettings.OptimizerState.RESET;
        replica.restoreSteps(restarts ? 0 : epochs * plan.stepsPerEpoch());
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
