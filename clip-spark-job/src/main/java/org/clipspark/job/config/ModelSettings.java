package org.clipspark.job.config;

import java.io.Serializable;

/**
 * Section {@code model}.
 *
 * @param config path of a model description in open_clip's JSON schema
 */
public record ModelSettings(String config) implements Serializable {
    /** Checks the values. */
    public ModelSettings {
        Checks.text("model.config", config);
    }
}
