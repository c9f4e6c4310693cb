package org.clipspark.job.config;

import java.io.Serializable;

/**
 * Section {@code model}.
 *
 * @param config path of a model description in open_clip's JSON schema
 * @param weights what the parameters are at first: empty for drawn at random; otherwise, on the driver, the folder of a
 *     checkpoint or a file or folder that {@code clip checkpoint import} reads
 */
public record ModelSettings(String config, String weights) implements Serializable {
    /** Checks the values. */
    public ModelSettings {
        Checks.text("model.config", config);
    }
}
