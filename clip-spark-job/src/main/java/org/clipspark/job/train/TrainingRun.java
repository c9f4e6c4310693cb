package org.clipspark.job.train;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.clipspark.job.config.JobConfig;
import org.clipspark.job.data.SourceFacts;
import org.clipspark.job.data.tombstone.ErasureCounts;
import org.clipspark.model.optim.ParameterGroup;

/**
 * A run that is about to begin.
 *
 * @param id unique name
 * @param folder where results go
 * @param config what it does
 * @param lineage name to hash or version of everything that went into it
 * @param parameters of the model
 * @param sources what is read from each source
 * @param erasure what the tombstones leave out of them
 * @param samplesPerEpoch of all sources by their weights, erased rows included
 * @param stepsPerEpoch of the busiest replica
 * @param resumedAt steps before the checkpoint that it goes on from; empty for a new run
 * @param parameterGroups which parameters learn at which rate, and which are decayed
 */
public record TrainingRun(
        String id,
        Path folder,
        JobConfig config,
        Map<String, String> lineage,
        long parameters,
        List<SourceFacts> sources,
        ErasureCounts erasure,
        long samplesPerEpoch,
        long stepsPerEpoch,
        OptionalLong resumedAt,
        List<ParameterGroup> parameterGroups) {
    /** Copies the lists. */
    public TrainingRun {
        sources = List.copyOf(sources);
        parameterGroups = List.copyOf(parameterGroups);
    }
}
