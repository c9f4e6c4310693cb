package org.clipspark.job.config;

import java.io.Serializable;

/**
 * Section {@code tokenizer}.
 *
 * @param vocabulary path of the merges, plain or gzip: CLIP's file or one made by {@code clip tokenizer train}
 */
public record TokenizerSettings(String vocabulary) implements Serializable {
    /** Checks the values. */
    public TokenizerSettings {
        Checks.text("tokenizer.vocabulary", vocabulary);
    }
}
