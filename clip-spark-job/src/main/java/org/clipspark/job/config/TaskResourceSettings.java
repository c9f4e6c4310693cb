package org.clipspark.job.config;

import java.io.Serializable;

/**
 * Section {@code train.taskResources}: what each replica's task gets of its executor, apart from the other stages of the
 * application.
 *
 * @param cores 0 for {@code spark.task.cpus}
 * @param gpus 0 for what {@code spark.task.resource.gpu.amount} says
 */
public record TaskResourceSettings(int cores, int gpus) implements Serializable {
    /** Checks the values. */
    public TaskResourceSettings {
        Checks.atLeast("train.taskResources.cores", 0, cores);
        Checks.atLeast("train.taskResources.gpus", 0, gpus);
    }
}
