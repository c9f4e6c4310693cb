package org.clipspark.job.config;

import java.io.Serializable;

/**
 * Section {@code run}.
 *
 * @param directory folder on the driver that receives metrics, checkpoints and the report
 * @param seed from which all randomness of the run is derived
 * @param overwrite whether an earlier run in {@code directory} is deleted instead of refused
 */
public record RunSettings(String directory, long seed, boolean overwrite) implements Serializable {
    /** Checks the values. */
    public RunSettings {
        Checks.text("run.directory", directory);
    }
}
